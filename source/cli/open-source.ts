import {stderr, stdin} from 'node:process';
import {withCoverage} from '../collect/coverage/coverage.ts';
import {createFindPackages} from '../collect/evidence/find-packages.ts';
import {withEvidence} from '../collect/evidence/with-evidence.ts';
import {NoSourceError, openCollector} from '../collect/open-collector.ts';
import {openSaved} from '../collect/saved/open-saved.ts';
import type {Unread} from '../collect/saved/read-saved.ts';
import {baseName} from '../domain/program.ts';
import type {ServicePorts} from '../domain/services/ports.ts';
import type {Collector} from '../domain/snapshot.ts';
import {sanitize} from '../domain/text.ts';
import {readSocketUnits} from '../inspect/socket-units.ts';
import {placeOf} from '../judge/checks/place.ts';
import {rules} from '../judge/rules/index.ts';
import {hasTool} from '../system/find-tool.ts';
import {runTool} from '../system/run-tool.ts';
import {Failure} from './failure.ts';
import type {Command} from './options.ts';

/** Opens what the command line names: saved text, or the first source of this host that works. Rejects with Failure. */
export async function openSource(
  {input, collector, isLive}: Pick<Command, 'input' | 'collector'> & {readonly isLive: boolean},
  lookup: ServicePorts,
): Promise<Collector> {
  if (input !== null) return openInput(input, lookup);
  try {
    return withCoverage(withProcessEvidence(await openCollector(collector), isLive), {hasTool});
  } catch (error) {
    throw error instanceof NoSourceError ? new Failure(sanitize(error.message)) : error;
  }
}

/** Names of the programs that some rule expects. */
const expectedPrograms = new Set(rules.flatMap(({expects}) => expects?.programs ?? []));

/** Milliseconds that text, JSON and the first poll of a stream wait for evidence that takes long. */
const evidencePatience = 5000;

/** Evidence is read from /proc: of Linux alone, and by sources that name processes by it. */
function withProcessEvidence(collector: Collector, isLive: boolean): Collector {
  if (process.platform !== 'linux' || (collector.id !== 'netlink' && collector.id !== 'procfs')) return collector;
  return withEvidence(collector, {
    placeOf: path => {
      const {kind} = placeOf(path);
      return kind === 'scratch' || kind === 'hidden' ? kind : null;
    },
    findPackages: createFindPackages(runTool),
    readSocketUnits: signal => readSocketUnits(runTool, signal),
    isExpected: ({executable}) => executable.known && expectedPrograms.has(baseName(executable.value.path)),
    ...(!isLive && {waitForAll: evidencePatience}),
  });
}

/** A collector whose every poll is the one that the text is of. */
async function openInput(path: string, lookup: ServicePorts): Promise<Collector> {
  const saved = await openSaved(path, {stdin, lookup, now: Date.now});
  if (saved.kind === 'refused') throw new Failure(saved.message);
  stderr.write(unreadNotes(saved.reading.unread));
  return {id: 'saved', poll: async () => saved.snapshot, close() {}};
}

/** Lines reported one by one; the others are counted. */
const maxNotes = 20;

/** A line of text for every line that could not be read, with its number. */
function unreadNotes(unread: readonly Unread[]): string {
  const notes = unread.slice(0, maxNotes).map(({line, text}) => `portwatch: line ${line} could not be read: ${text}\n`);
  const rest = unread.length - maxNotes;
  return notes.join('') + (rest > 0 ? `portwatch: and ${rest} more lines could not be read\n` : '');
}

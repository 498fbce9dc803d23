import {stderr, stdin} from 'node:process';
import {counted} from '../collect/count-words.ts';
import {withCoverage} from '../collect/coverage/coverage.ts';
import type {HashedPaths} from '../collect/evidence/read-digests.ts';
import {withEvidence} from '../collect/evidence/with-evidence.ts';
import {onlySockets} from '../collect/map-snapshots.ts';
import {createFindNamespaces} from '../collect/namespaces/find-namespaces.ts';
import {NoSourceError, openCollector} from '../collect/open-collector.ts';
import {openSaved} from '../collect/saved/open-saved.ts';
import type {Reading} from '../collect/saved/read-saved.ts';
import {isAskedFor, namesOf} from '../domain/netns.ts';
import {baseName} from '../domain/program.ts';
import type {ServicePorts} from '../domain/services/ports.ts';
import type {Collector} from '../domain/snapshot.ts';
import type {Netns} from '../domain/socket.ts';
import {sanitize} from '../domain/text.ts';
import {readSocketUnits} from '../inspect/socket-units.ts';
import {placeOf} from '../judge/checks/place.ts';
import {isTelling} from '../judge/program-kinds.ts';
import {rules} from '../judge/rules/index.ts';
import {hasTool} from '../system/find-tool.ts';
import {createFindPackages} from '../system/packages/find-packages.ts';
import {runTool} from '../system/run-tool.ts';
import {Failure} from './failure.ts';
import type {Command} from './options.ts';

/**
 * Opens the source that the command line names: saved text, or the first source of this host that works. Rejects with
 * Failure.
 */
export async function openSource(
  {
    input,
    collector,
    isLive,
    netns,
    hashed,
  }: Pick<Command, 'input' | 'collector'> & {
    readonly isLive: boolean;
    readonly netns: string;
    readonly hashed?: HashedPaths;
  },
  lookup: ServicePorts,
): Promise<Collector> {
  if (input !== null) return openInput(input, lookup);
  try {
    const all = await openCollector(collector, {netns: netns === 'host' ? 'host' : 'all', inParts: isLive});
    const chosen = netns === 'all' || netns === 'host' ? all : await withNamespace(all, netns);
    return withCoverage(withProcessEvidence(chosen, isLive, hashed), {hasTool});
  } catch (error) {
    throw error instanceof NoSourceError ? new Failure(sanitize(error.message)) : error;
  }
}

/** Names of namespaces that an error lists. */
const maxNames = 20;

/** The collector with the sockets of one namespace alone. Rejects with Failure where there is none of this name. */
async function withNamespace(collector: Collector, name: string): Promise<Collector> {
  const isNamed = (netns: Netns | null): boolean => isAskedFor(netns, name);
  const chosen = onlySockets(collector, ({netns}) => isNamed(netns));
  const found = await createFindNamespaces()();
  if (found.some(({netns}) => isNamed(netns))) return chosen;
  // A namespace that only a descriptor holds open is found with the owners.
  if ((await chosen.poll()).sockets.length > 0) return chosen;
  collector.close();
  const names = found.map(({netns}) => namesOf(netns)[0]).sort();
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  const others =
    names.length === 0 ? 'there is none but host' : `there are host, ${names.slice(0, maxNames).join(', ')}`;
  throw new Failure(sanitize(`no network namespace is called ${name}: ${others}${more}`));
}

/** Names of the programs that rules expect. */
const expectedPrograms = new Set(rules.flatMap(({expects}) => expects?.programs ?? []));

/** Milliseconds that text, JSON and the first poll of a stream wait for costly evidence. */
const evidencePatience = 5000;

/** Evidence is read from /proc: on Linux alone, and only with a source that reports process IDs of this host. */
function withProcessEvidence(collector: Collector, isLive: boolean, hashed?: HashedPaths): Collector {
  if (process.platform !== 'linux' || (collector.id !== 'netlink' && collector.id !== 'procfs')) return collector;
  return withEvidence(collector, {
    placeOf: path => {
      const {kind} = placeOf(path);
      return kind === 'scratch' || kind === 'hidden' ? kind : null;
    },
    isTelling,
    findPackages: createFindPackages(runTool),
    ...(hashed && {hashed}),
    readSocketUnits: signal => readSocketUnits(runTool, signal),
    isExpected: ({executable}) => executable.known && expectedPrograms.has(baseName(executable.value.path)),
    ...(!isLive && {waitForAll: evidencePatience}),
  });
}

/** A collector whose every poll is the snapshot of the text. */
async function openInput(path: string, lookup: ServicePorts): Promise<Collector> {
  const saved = await openSaved(path, {stdin, lookup, now: Date.now});
  if (saved.kind === 'refused') throw new Failure(saved.message);
  stderr.write(unreadNotes(saved.reading));
  return {id: 'saved', poll: async () => saved.snapshot, close() {}};
}

/** Lines reported one by one; the others are counted. */
const maxNotes = 20;

/** A line of text for every line that could not be read, with its number, and for every state that is not known. */
function unreadNotes({unread, unknownWords}: Reading): string {
  const states = [...unknownWords].map(([word, count]) => {
    const sockets = counted(count, 'socket', 'sockets');
    return `state ${word} is not known: ${sockets} taken as connected with a peer, else as listening`;
  });
  const lines = unread.map(({line, text, why}) => `line ${line} could not be read (${why}): ${text}`);
  return [...states.slice(0, maxNotes), ...atMost(lines)].map(note => `portwatch: ${note}\n`).join('');
}

function atMost(lines: readonly string[]): readonly string[] {
  const rest = lines.length - maxNotes;
  return rest > 0 ? [...lines.slice(0, maxNotes), `and ${rest} more lines could not be read`] : lines;
}

import {stderr, stdin} from 'node:process';
import {withCoverage} from '../collect/coverage/coverage.ts';
import {NoSourceError, openCollector} from '../collect/open-collector.ts';
import {openSaved} from '../collect/saved/open-saved.ts';
import type {Unread} from '../collect/saved/read-saved.ts';
import type {ServicePorts} from '../domain/services/ports.ts';
import type {Collector} from '../domain/snapshot.ts';
import {sanitize} from '../domain/text.ts';
import {hasTool} from '../system/find-tool.ts';
import {Failure} from './failure.ts';
import type {Command} from './options.ts';

/** Opens what the command line names: saved text, or the first source of this host that works. Rejects with Failure. */
export async function openSource(
  {input, collector}: Pick<Command, 'input' | 'collector'>,
  lookup: ServicePorts,
): Promise<Collector> {
  if (input !== null) return openInput(input, lookup);
  try {
    return withCoverage(await openCollector(collector), {hasTool});
  } catch (error) {
    throw error instanceof NoSourceError ? new Failure(sanitize(error.message)) : error;
  }
}

/** A collector whose every poll is the one that the text is of. */
async function openInput(path: string, lookup: ServicePorts): Promise<Collector> {
  const saved = await openSaved(path, {stdin, lookup, now: Date.now});
  if (saved.kind === 'refused') throw new Failure(saved.message);
  stderr.write(unreadNotes(saved.reading.unread));
  return {id: 'saved', poll: async () => saved.snapshot, close() {}};
}

/** Lines told one by one; the rest is counted. */
const mostNotes = 20;

/** Every line that could not be read, with its number: none is dropped in silence. */
function unreadNotes(unread: readonly Unread[]): string {
  const notes = unread
    .slice(0, mostNotes)
    .map(({line, text}) => `portwatch: line ${line} could not be read: ${text}\n`);
  const rest = unread.length - mostNotes;
  return notes.join('') + (rest > 0 ? `portwatch: and ${rest} more lines could not be read\n` : '');
}

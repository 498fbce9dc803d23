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

/**
 * Opens the saved text that the command line names, else the source that it names, else the first that works here.
 * Rejects with Failure.
 */
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

/** A collector whose every poll returns the snapshot in a saved text. Reports lines that it could not read. */
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

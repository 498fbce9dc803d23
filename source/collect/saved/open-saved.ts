import {createReadStream} from 'node:fs';
import {errorCode} from '../../domain/error-code.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import {counted} from '../count-words.ts';
import {acceptedFormats} from './formats.ts';
import {toLines} from './lines.ts';
import {type Reading, readSaved} from './read-saved.ts';
import type {PortLookup} from './service-port.ts';
import {toSnapshot} from './to-snapshot.ts';

export type Refusal = {
  readonly kind: 'refused';
  readonly why: 'missing' | 'directory' | 'unreadable' | 'too-large' | 'no-table' | 'no-rows';
  /** One line for standard error. */
  readonly message: Clean;
};
export type SavedText = {readonly kind: 'read'; readonly snapshot: Snapshot; readonly reading: Reading};

/** The longest text that is read. */
export type Limits = {readonly bytes: number; readonly lines: number};
const limits: Limits = {bytes: 64 * 1024 * 1024, lines: 1_000_000};

/** The edges of `openSaved`. */
export type SavedSources = {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly lookup: PortLookup;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly limits?: Limits;
};

/**
 * Reads saved output from a file, or from standard input where `path` is `-`. A text that cannot be read is refused;
 * only a fault of the program rejects.
 */
export async function openSaved(path: string, sources: SavedSources): Promise<SavedText | Refusal> {
  const started = sources.now();
  const {bytes: maxBytes, lines: maxLines} = sources.limits ?? limits;
  const name = path === '-' ? trusted('standard input') : sanitize(path, 200);
  const tooLarge = refuse(
    'too-large',
    `${name} is too large: at most ${maxBytes / 1024 / 1024} MiB and ${maxLines} lines are read`,
  );
  try {
    const bytes = await collect(path === '-' ? sources.stdin : createReadStream(path), maxBytes);
    if (bytes === null) return tooLarge;
    let count = 0;
    const lines = toLines(bytes)
      .take(maxLines + 1)
      .map(line => {
        count++;
        return line;
      });
    const reading = readSaved(lines, sources.lookup);
    if (count > maxLines) return tooLarge;
    if (reading.formats.length === 0) {
      return refuse(
        'no-table',
        `${name} has no table of sockets; accepted: ${acceptedFormats('and')}, as these commands print them`,
      );
    }
    const [first] = reading.unread;
    if (first && isNothingRead(reading)) {
      const lines = counted(reading.unread.length, 'line', 'lines');
      return refuse(
        'no-rows',
        `no row of ${name} could be read: ${lines} not read, the first is line ${first.line} (${first.why}): ${first.text}`,
      );
    }
    const now = sources.now();
    return {kind: 'read', snapshot: toSnapshot(reading, now, now - started), reading};
  } catch (error) {
    return refuseFor(error, name);
  }
}

// A table without rows is an answer; rows of which none is read are not. Rows of other sockets were read.
const isNothingRead = ({sockets, skipped}: Reading): boolean =>
  sockets.length === 0 && Object.keys(skipped).every(what => notRows.has(what));

const notRows = new Set(['title', 'note', 'prompt', 'before-table', 'detail', 'component']);

// null beyond `maxSize` bytes. Leaving the loop early destroys the stream.
async function collect(stream: AsyncIterable<Uint8Array | string>, maxSize: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > maxSize) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function refuseFor(error: unknown, name: Clean): Refusal {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('missing', `${name} does not exist`);
  if (code === 'EISDIR') return refuse('directory', `${name} is a directory, not a file of saved output`);
  if (code === null) throw error;
  return refuse('unreadable', `${name} cannot be read (${code})`);
}

const refuse = (why: Refusal['why'], message: string): Refusal => ({kind: 'refused', why, message: sanitize(message)});

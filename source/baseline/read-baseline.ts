import {lstatSync} from 'node:fs';
import type {Baseline} from '../domain/baseline.ts';
import {errorCode} from '../domain/error-code.ts';
import {whyUnknownWords} from '../domain/known.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {safeFiles} from '../linux/guarded-files.ts';
import type {FileFacts} from '../linux/proc-files.ts';
import {UntouchedError} from '../linux/untouched.ts';
import {writableByOthers} from '../system/root-only.ts';
import {parseBaseline} from './parse-baseline.ts';

export type BaselineOptions = {
  /** The effective user ID; null on a system that has none. */
  readonly euid: number | null;
  /** Names of all checks. */
  readonly checks: ReadonlySet<string>;
};

/**
 * A baseline file as it was read. `unread`: the reason, in one line that names the file and a remedy; it may pass
 * without a change of the file where it does not lie in its `text`.
 */
export type BaselineReading =
  | {readonly kind: 'absent'}
  | {readonly kind: 'read'; readonly baseline: Baseline; readonly text: string}
  | {readonly kind: 'unread'; readonly reason: Clean; readonly liesIn: 'text' | 'access' | 'file system'};

/** Bytes: some 15,000 blocks. */
const maxSize = 4 << 20;
/** st_mode (inode(7)). */
const typeMask = 0o170000;
const regular = 0o100000;

/**
 * Reads a baseline file. Refused: a file that others than this user and root may change, or whose directory they may
 * change, anything but a regular file, a file of more than 4 MB, and one on a file system that may hang. Never throws.
 */
export function readBaseline(path: string, {euid, checks}: BaselineOptions): BaselineReading {
  const name = sanitize(path);
  try {
    const facts = safeFiles.stat(path);
    const refusal = whyNoFile(facts) ?? whyUnsafe(path, euid);
    if (refusal !== null) return {kind: 'unread', reason: trusted(`${name}: ${refusal}`), liesIn: 'access'};
    const bytes = safeFiles.read(path, maxSize + 1);
    if (bytes.length > maxSize) return {kind: 'unread', reason: trusted(`${name}: ${tooLarge}`), liesIn: 'text'};
    return parsed(path, bytes, checks);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return {kind: 'absent'};
    const isUntouched = error instanceof UntouchedError;
    const reason = trusted(`${name}: ${whyUnread(error)}`);
    return {kind: 'unread', reason, liesIn: isUntouched ? 'file system' : 'access'};
  }
}

function parsed(path: string, bytes: Buffer, checks: ReadonlySet<string>): BaselineReading {
  const at = (line: number, reason: string): BaselineReading => ({
    kind: 'unread',
    reason: sanitize(`${sanitize(path)}, line ${line}: ${reason}`),
    liesIn: 'text',
  });
  const text = decoded(bytes);
  if (text === null) return at(lineOfNoText(bytes), 'it is not UTF-8');
  const result = parseBaseline(text, checks);
  if (result.kind === 'broken') return at(result.line, result.reason);
  return {kind: 'read', baseline: {path: sanitize(path), blocks: result.blocks}, text};
}

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that is not UTF-8. No character of several bytes has a byte of the line feed. */
function lineOfNoText(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf('\n', start);
    if (end === -1 || decoded(bytes.subarray(start, end)) === null) return line;
    start = end + 1;
  }
}

const tooLarge = 'it is larger than 4 MB: take blocks out';

function whyNoFile({mode, size}: FileFacts): string | null {
  if ((mode & typeMask) !== regular) return 'it is no file: name another one with --baseline';
  return size > maxSize ? tooLarge : null;
}

/**
 * Why others than this user and root could change a file, or make it where it is absent; null where they cannot.
 * Throws as `writableByOthers` does.
 */
export function whyUnsafe(path: string, euid: number | null): string | null {
  if (euid === null) return null;
  const owners = [0, euid];
  const open = writableByOthers(path, owners);
  if (open === null) return null;
  const stats = lstatSync(open);
  const name = sanitize(open);
  const part = open === path ? 'it' : `${stats.isDirectory() ? 'the directory ' : ''}${name}`;
  if (owners.includes(stats.uid)) return `others may write ${part}: run chmod go-w ${name}`;
  const owner = euid === 0 ? 'root' : 'you or root';
  return `${part} belongs to another user (user ID ${stats.uid}): give it to ${owner} with chown`;
}

function whyUnread(error: unknown): string {
  if (error instanceof UntouchedError) {
    return `${whyUnknownWords[error.why].short}: name a file elsewhere with --baseline`;
  }
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it: run as root, or name another file';
  return `it cannot be read (${sanitize(code ?? String(error), 100)})`;
}

import {closeSync, constants, fstatSync, openSync, type Stats, writeSync} from 'node:fs';
import {resolve} from 'node:path';
import {problemCounts} from '../domain/problem-counts.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {whyNotWritten} from './write-error.ts';

/** A value of JSON; undefined leaves its field out. */
export type LogValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly LogValue[]
  | {readonly [name: string]: LogValue};

export type DebugLog = {
  /** Appends a line of JSON: time, milliseconds since the start, kind, fields. Sanitizes texts; never throws. */
  readonly write: (kind: string, fields: Readonly<Record<string, LogValue>>) => void;
  /** Whether the arguments of tools are wanted (PORTWATCH_DEBUG_COMMANDS=1): they hold addresses and process IDs. */
  readonly showsCommands: boolean;
  readonly close: () => void;
};

/** Null unless PORTWATCH_DEBUG names a file. `debugLog?.write(…)` then costs one comparison, and builds no fields. */
export let debugLog: DebugLog | null = null;

/** Opens the file that PORTWATCH_DEBUG names, if any. Returns in a line why it cannot be written, else null. */
export function openDebugLog(env: NodeJS.ProcessEnv): Clean | null {
  if (!env.PORTWATCH_DEBUG) return null;
  const path = resolve(env.PORTWATCH_DEBUG);
  const refusal = (reason: string): Clean =>
    trusted(`PORTWATCH_DEBUG: could not write ${sanitize(path, 200)}: ${reason}`);
  try {
    const file = openSync(path, flags, 0o600);
    if (!isOwn(fstatSync(file))) {
      closeSync(file);
      return refusal('it is no file of this user');
    }
    debugLog = logTo(file, env.PORTWATCH_DEBUG_COMMANDS === '1');
    return null;
  } catch (error) {
    return refusal(whyNotWritten(error));
  }
}

/** open(2): no link at the end of the path, and no wait for the reader of a pipe. Windows has neither flag. */
const flags =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

/** In a directory where everybody may write, another user could have made the file, and could read root's log. */
function isOwn(stats: Stats): boolean {
  const euid = process.geteuid?.();
  return stats.isFile() && (euid === undefined || stats.uid === euid);
}

const logTo = (file: number, showsCommands: boolean): DebugLog => ({
  write(kind, fields) {
    try {
      writeSync(file, `${toLine(kind, fields)}\n`);
    } catch {
      // On a full disk the program goes on without the line.
    }
  },
  showsCommands,
  close() {
    debugLog = null;
    closeSync(file);
  },
});

const toLine = (kind: string, fields: Readonly<Record<string, LogValue>>): string =>
  JSON.stringify({at: new Date().toISOString(), ms: process.uptime() * 1000, kind, ...fields}, cleanValue);

function cleanValue(_: string, value: unknown): unknown {
  if (typeof value === 'string') return sanitize(value, 1000);
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}

/** The fields of a `poll` line, besides milliseconds by stage. */
export const pollFields = ({source, sockets, problems, took}: Snapshot): Readonly<Record<string, LogValue>> => ({
  source,
  sockets: sockets.length,
  took,
  problems: problemCounts(problems),
});

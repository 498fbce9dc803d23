import type {Socket} from '../../domain/socket.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import type {FormatId} from './formats.ts';
import {joinLines, type Upper} from './join-lines.ts';
import type {ParsedRow} from './parsed-row.ts';
import {formatsAbove, type Step, startOfText} from './read-line.ts';
import {isUnderstood, readRepaired} from './repair-line.ts';
import {resolveRows} from './resolve-rows.ts';
import {type PortLookup, type PortReader, portReader} from './service-port.ts';
import {sharedTexts, type TakeOff} from './shared-text.ts';
import {whyUnread} from './why-unread.ts';
import {headerPrefix, withoutUnseen} from './wrappings.ts';

/** A line that is no row of the table it stands in, and why; `line` counts from 1. */
export type Unread = {readonly line: number; readonly text: Clean; readonly why: Clean};

export type Reading = {
  readonly sockets: readonly Socket[];
  /** Formats of the tables found, in the order of their first appearance; empty where the text has none. */
  readonly formats: readonly FormatId[];
  readonly unread: readonly Unread[];
  /**
   * Number of lines that are no internet sockets, by kind: `unix`, `netlink`, `file`, `title`, `note`, `prompt`,
   * `before-table`, …
   */
  readonly skipped: Readonly<Record<string, number>>;
  /** Number of lines that are the rest of the line above them, as a terminal or a mail program wraps it. */
  readonly joined: number;
  /** Number of TCP sockets whose row had no known state: LISTEN without a peer, else ESTABLISHED. */
  readonly assumedStates: number;
  /** Words for a state that are not known, and the number of their sockets. */
  readonly unknownWords: ReadonlyMap<Clean, number>;
};

/** Longer texts are read as they are; the text that lines share is sought in the first lines. */
const maxKept = 20_000;
const maxSample = 60;

/**
 * Reads the tables in saved output of ss, netstat, lsof and the like. Pure, and linear in the length of the text: every
 * line becomes a socket or a part of one, or is counted. Where most lines are no sockets, the text is read once more
 * without the text that its lines share, and the reading with more sockets counts. `lookup` resolves service names that
 * are not among the usual ones.
 */
export function readSaved(lines: Iterable<Clean>, lookup: PortLookup): Reading {
  const ports = portReader(lookup);
  const kept: Clean[] = [];
  const reading = readLines(keeping(lines, kept), ports);
  if (kept.length < 2 * reading.sockets.length || kept.length > maxKept) return reading;
  const sample = kept.slice(0, maxSample);
  const found = (each: TakeOff): number => readLines(sample.map(each), ports).sockets.length;
  const [best] = sharedTexts(sample)
    .map(takeOff => ({takeOff, count: found(takeOff)}))
    .sort((a, b) => b.count - a.count);
  if (!best || best.count === 0) return reading;
  const again = readLines(kept.map(best.takeOff), ports);
  return again.sockets.length > reading.sockets.length ? again : reading;
}

function* keeping(lines: Iterable<Clean>, kept: Clean[]): Generator<Clean> {
  for (const line of lines) {
    if (kept.length <= maxKept) kept.push(line);
    yield line;
  }
}

/** Reads a text in one pass. */
function readLines(lines: Iterable<Clean>, ports: PortReader): Reading {
  const found: Found = {tables: [], programs: new Map(), unread: [], skipped: {}, needsRoot: false};
  let place = startOfText;
  let prefix = '';
  let upper: Upper | null = null;
  let number = 0;
  let joins = 0;
  for (const raw of lines) {
    number++;
    if (raw.trim() === '') {
      upper = null;
      continue;
    }
    const line = withoutUnseen(raw);
    const {text, steps} = readRepaired(place, line, prefix, ports);
    const last = steps.at(-1) ?? steps[0];
    const joined: Upper | null = upper && !isUnderstood(last) ? joinLines(upper, line, prefix, ports) : null;
    if (joined && upper) {
      replace(found, upper.step, joined.step, number, line);
      place = joined.step.place;
      upper = joined;
      joins++;
      continue;
    }
    for (const step of steps) add(found, step, number, line);
    if (last.place.header !== place.header) prefix = headerPrefix(line);
    upper = {place: steps.length > 1 ? (steps.at(-2)?.place ?? place) : place, text, step: last};
    place = last.place;
  }
  const {tables, programs, needsRoot, unread, skipped} = found;
  return {...resolveRows(tables, needsRoot, programs), formats: formatsAbove(place), unread, skipped, joined: joins};
}

/** The lines read so far, by kind. */
type Found = {
  readonly tables: ParsedRow[][];
  /** Names by process ID. */
  readonly programs: Map<number, string>;
  readonly unread: Unread[];
  readonly skipped: Record<string, number>;
  needsRoot: boolean;
};

/** Puts a step in the place of the one before it, which was the upper part of the same row. */
function replace(found: Found, before: Step, after: Step, number: number, line: Clean): void {
  if (after.result.kind !== 'row') return;
  if (before.result.kind === 'row') {
    add(found, {place: after.place, result: {kind: 'more', row: after.result.row}}, number, line);
    return;
  }
  if (before.result.kind === 'unread') found.unread.pop();
  else found.skipped['before-table'] = (found.skipped['before-table'] ?? 1) - 1;
  if (found.skipped['before-table'] === 0) delete found.skipped['before-table'];
  add(found, after, number, line);
}

function add(found: Found, {result, begins}: Step, number: number, line: Clean): void {
  if (begins) found.tables.push([]);
  const table = found.tables.at(-1) ?? [];
  switch (result.kind) {
    case 'row':
      table.push(result.row);
      break;
    case 'more':
      table[table.length - 1] = result.row;
      break;
    case 'process':
      found.programs.set(result.pid, result.name);
      break;
    case 'skip':
      count(found, result.what);
      break;
    case 'noise':
      count(found, result.noise.what);
      found.needsRoot ||= result.noise.needsRoot;
      break;
    case 'unread':
      found.unread.push({line: number, text: sanitize(line.trim(), 160), why: sanitize(whyUnread(line), 160)});
      break;
    case 'part':
      break;
  }
}

function count({skipped}: Found, what: string): void {
  skipped[what] = (skipped[what] ?? 0) + 1;
}

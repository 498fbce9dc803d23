import type {Socket} from '../../domain/socket.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import type {FormatId} from './formats.ts';
import type {ParsedRow} from './parsed-row.ts';
import {formatsAbove, readLine, type Step, startOfText} from './read-line.ts';
import {resolveRows} from './resolve-rows.ts';
import {type PortLookup, portReader} from './service-port.ts';

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
  /** Number of TCP sockets whose row had no state: LISTEN without a peer, else ESTABLISHED. */
  readonly assumedStates: number;
};

/**
 * Reads the tables in saved output of ss, netstat, lsof and the like. Pure, and linear in the length of the text: one
 * pass, in which every line becomes a socket or a part of one, or is counted. `lookup` resolves service names that are
 * not among the usual ones.
 */
export function readSaved(lines: Iterable<Clean>, lookup: PortLookup): Reading {
  const ports = portReader(lookup);
  const found: Found = {tables: [], programs: new Map(), unread: [], skipped: {}, needsRoot: false};
  let place = startOfText;
  let number = 0;
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const step = readLine(place, line, ports);
    place = step.place;
    add(found, step, number, line);
  }
  const {tables, programs, needsRoot, unread, skipped} = found;
  return {...resolveRows(tables, needsRoot, programs), formats: formatsAbove(place), unread, skipped};
}

/** The lines read so far, by kind; it only grows. */
type Found = {
  readonly tables: ParsedRow[][];
  /** Names by process ID. */
  readonly programs: Map<number, string>;
  readonly unread: Unread[];
  readonly skipped: Record<string, number>;
  needsRoot: boolean;
};

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
      found.unread.push({line: number, text: sanitize(line.trim(), 160), why: sanitize(result.why, 160)});
      break;
    case 'part':
      break;
  }
}

function count({skipped}: Found, what: string): void {
  skipped[what] = (skipped[what] ?? 0) + 1;
}

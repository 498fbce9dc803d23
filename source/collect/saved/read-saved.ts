import type {Socket} from '../../domain/socket.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import {longestLine} from './lines.ts';
import {asideOf, titleOf} from './noise-lines.ts';
import type {Draft} from './parsed-row.ts';
import {settle} from './resolve-rows.ts';
import {type PortLookup, portReader} from './service-port.ts';
import {findTables} from './table-finder.ts';

/** A line that is no row of the table it stands in; `line` counts from 1. */
export type Unread = {readonly line: number; readonly text: Clean};

export type Reading = {
  readonly sockets: readonly Socket[];
  /** Names of the tables found, in the order of their first appearance; empty where the text has none. */
  readonly formats: readonly string[];
  readonly unread: readonly Unread[];
  /** Lines that are no internet sockets, by kind: `unix`, `netlink`, `file`, `title`, `note`, `prompt`, `before-table`, … */
  readonly skipped: Readonly<Record<string, number>>;
  /** Sockets whose row had no state: LISTEN without a peer, else ESTABLISHED. */
  readonly assumedStates: number;
};

/**
 * Reads the tables in saved output of ss, netstat and lsof. Pure: one pass, in which every line becomes a socket or a
 * part of one, or is counted. `lookup` resolves service names that are not among the usual ones.
 */
export function readSaved(lines: Iterable<Clean>, lookup: PortLookup): Reading {
  const finder = findTables(portReader(lookup));
  const tables: Draft[][] = [];
  const unread: Unread[] = [];
  const skipped: Record<string, number> = {};
  const programs = new Map<number, string>();
  const count = (what: string): void => {
    skipped[what] = (skipped[what] ?? 0) + 1;
  };
  let needsRoot = false;
  // What rows are counted as in a section of netstat whose rows are no internet sockets.
  let section: string | null = null;
  // The table whose last draft more lines may tell about.
  let amendable: Draft[] | null = null;
  let number = 0;

  const takeUnknown = (line: Clean): void => {
    const aside = asideOf(line);
    needsRoot ||= aside?.needsRoot ?? false;
    const what = aside?.what ?? section ?? (finder.started() ? null : 'before-table');
    if (what === null) unread.push({line: number, text: sanitize(line.trim(), 160)});
    else count(what);
  };

  const takeRow = (line: Clean): void => {
    const row = line.length < longestLine ? finder.take(line) : null;
    const before = amendable;
    amendable = null;
    if (!row) {
      takeUnknown(line);
      return;
    }
    const {outcome, first} = row;
    if (first) tables.push([]);
    const table = tables.at(-1) ?? [];
    if (outcome.kind === 'socket') {
      table.push(outcome.draft);
      amendable = table;
    } else if (outcome.kind === 'process') {
      programs.set(outcome.pid, outcome.name);
    } else if (outcome.kind === 'skip') {
      count(outcome.what);
      if (outcome.what === 'component') amendable = before;
    } else if (outcome.kind === 'amend') {
      const last = before?.pop();
      if (last) before?.push(outcome.amend(last));
      else count('detail');
      amendable = before;
    }
  };

  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const title = titleOf(line);
    if (title !== null) {
      count('title');
      finder.end();
      section = title === 'title' ? null : title;
    } else if (finder.head(line)) {
      section = null;
    } else {
      takeRow(line);
    }
  }
  return {...settle(tables, needsRoot, programs), formats: finder.names(), unread, skipped};
}

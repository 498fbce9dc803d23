import {shownRows} from '../../app/state/shown-rows.ts';
import type {ListState, State} from '../../app/state/state.ts';
import {type DriftGroup, driftReport, goneWithin} from '../../app/table/drift-report.ts';
import {driftWords} from '../../app/table/drift-words.ts';
import {summarise} from '../../app/table/summary.ts';
import {inAscii, width} from '../../screens/text/fit.ts';
import type {FailReason} from '../options-table.ts';
import {reaches} from './one-shot.ts';

type Shown = State & {readonly list: ListState};

/** The differences of the shown sockets from the baseline, and the blocks that are gone. */
export const differencesOf = ({list, typeFilter, filter}: Shown): readonly DriftGroup[] =>
  driftReport(shownRows(list), goneWithin(list.assessed.gone, typeFilter, filter.query));

/**
 * A line for each difference, loudest first, in columns that are never cut: its kind, the socket, the program, and both
 * sides. Empty where nothing differs.
 */
export function driftLines(groups: readonly DriftGroup[], {symbols, ascii}: State['settings']): readonly string[] {
  const rows = groups.flatMap(({kind, entries}) =>
    entries.map(entry => {
      const {socket, program, difference} = driftWords(entry, symbols);
      return [kind, socket, program === '' ? '-' : program, difference];
    }),
  );
  const widths = [0, 1, 2].map(index => Math.max(0, ...rows.map(cells => width(cells[index] ?? ''))));
  const padded = (text: string, index: number): string => text + ' '.repeat((widths[index] ?? 0) - width(text));
  const lines = rows.map(cells => cells.map((text, index) => (index < 3 ? padded(text, index) : text)).join('  '));
  return ascii ? lines.map(inAscii) : lines;
}

/** Whether a socket among the differences is a reason to fail, as `reaches`. */
export const driftReaches = (groups: readonly DriftGroup[], on: FailReason): boolean => {
  const rows = new Set(groups.flatMap(({entries}) => entries.flatMap(entry => entry.rows)));
  return reaches(summarise([...rows]), on);
};

/** `5 accepted sockets were not checked in full: owner: needs root`, for each missing fact; most sockets first. */
export function uncheckedNotes(list: ListState): readonly string[] {
  const counts = new Map<string, number>();
  for (const {acceptance} of shownRows(list)) {
    for (const words of acceptance?.unverified ?? []) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([words, count]) => `${count} accepted ${count === 1 ? 'socket' : 'sockets'} not checked in full (${words})`);
}

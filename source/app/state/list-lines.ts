import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Group} from '../table/group-rows.ts';
import {listFrame} from './frame.ts';
import type {LineId, State} from './state.ts';

/** One line of the list: the heading of a group, or a socket. */
export type ListLine = {readonly group: Group; readonly row: AssessedSocket | null};

/** The lines of the list by index, made only when read: each group's heading, then its rows unless it is folded. */
export type Lines = {
  readonly length: number;
  readonly at: (index: number) => ListLine | null;
  /** -1 where the line is not in the list. Linear in the rows, constant near the last row that was found. */
  readonly indexOf: (id: LineId) => number;
};

/** A group, the index of its heading, and the number of its rows that are shown. */
type GroupPosition = {readonly group: Group; readonly start: number; readonly shown: number};

function listLines(groups: readonly Group[], folded: ReadonlySet<string>): Lines {
  const positions: GroupPosition[] = [];
  let length = 0;
  for (const group of groups) {
    const shown = folded.has(group.id) ? 0 : group.lines.length;
    positions.push({group, start: length, shown});
    length += 1 + shown;
  }
  return {
    length,
    at: index => {
      const position = positions.findLast(({start}) => start <= index);
      if (!position || index < 0 || index > position.start + position.shown) return null;
      const {group, start} = position;
      return {group, row: index === start ? null : (group.lines[index - start - 1] ?? null)};
    },
    indexOf: id => {
      if ('group' in id) return positions.find(({group}) => group.id === id.group)?.start ?? -1;
      for (const {group, start, shown} of positions) {
        const index = shown === 0 ? -1 : rowIndex(group.lines, id.socket);
        if (index >= 0) return start + 1 + index;
      }
      return -1;
    },
  };
}

/** The index of the last row found in each list of rows: the cursor is searched many times in the same list. */
const lastFound = new WeakMap<readonly AssessedSocket[], number>();

function rowIndex(rows: readonly AssessedSocket[], key: string): number {
  const isHere = (index: number): boolean => rows[index]?.socket.key === key;
  const last = lastFound.get(rows) ?? 0;
  const index = [last, last + 1, last - 1].find(isHere) ?? rows.findIndex(({socket}) => socket.key === key);
  if (index >= 0) lastFound.set(rows, index);
  return index;
}

/** The lines of the list on the screen; none before the first good poll. */
export const linesOf = ({list, folded}: State): Lines => listLines(list?.groups ?? [], folded);

/** How many sockets each row of the list stands for. */
export function timesIn({list}: State): (row: AssessedSocket) => number {
  const groups = (list?.groups ?? []).filter(({times}) => times.size > 0);
  return row => groups.find(({times}) => times.has(row))?.times.get(row) ?? 1;
}

const idOf = ({group, row}: ListLine): LineId => (row ? {socket: row.socket.key} : {group: group.id});

/** The line under the cursor; null in an empty list. */
export function cursorLine(state: State): ListLine | null {
  if (!state.cursor) return null;
  const lines = linesOf(state);
  return lines.at(lines.indexOf(state.cursor));
}

/** The sockets on the screen, from top to bottom. */
export function visibleRows(state: State): readonly AssessedSocket[] {
  const lines = linesOf(state);
  const length = Math.max(0, Math.min(listFrame(state.size).body, lines.length - state.top));
  return Array.from({length}, (_, index) => lines.at(state.top + index)?.row ?? []).flat();
}

/** Puts the cursor on the line nearest to `index`, and scrolls only as far as needed to show it. */
export function moveTo(state: State, index: number): State {
  const lines = linesOf(state);
  const at = clamp(index, 0, lines.length - 1);
  const target = lines.at(at);
  return target
    ? {...state, cursor: idOf(target), top: topShowing(state, lines.length, at)}
    : {...state, cursor: null, top: 0};
}

function topShowing({size, top}: State, length: number, index: number): number {
  const {body} = listFrame(size);
  const lowest = Math.max(0, length - body);
  return clamp(clamp(top, index - body + 1, index), 0, lowest);
}

/**
 * Anchors the cursor to its socket, and the socket to its line of the screen, after the list changed. Where the socket
 * has left the list the cursor takes the line now at its index; where its group was folded, the heading.
 */
export function anchorCursor(before: State, after: State): State {
  if (!after.cursor) return moveTo(after, after.isTouched ? firstRow(after) : worstRow(after));
  const oldIndex = linesOf(before).indexOf(after.cursor);
  const lines = linesOf(after);
  const newIndex = lines.indexOf(after.cursor);
  const index = newIndex >= 0 ? newIndex : headingOrOldIndex(before, after, lines, oldIndex);
  const atStart = after.top === 0 && index < listFrame(after.size).body;
  const shift = atStart || oldIndex < 0 ? 0 : index - oldIndex;
  return moveTo({...after, top: after.top + shift}, index);
}

function headingOrOldIndex(before: State, after: State, lines: Lines, oldIndex: number): number {
  const group = linesOf(before).at(oldIndex)?.group;
  const heading = group && after.folded.has(group.id) ? lines.indexOf({group: group.id}) : -1;
  return heading >= 0 ? heading : Math.max(0, oldIndex);
}

/**
 * The first suspect row, wherever it is in the list; else the first row. Groups count their verdicts, so this is cheap.
 */
function worstRow(state: State): number {
  const group = (state.list?.groups ?? []).find(({id, counts}) => counts.suspect > 0 && !state.folded.has(id));
  const row = group?.lines.find(({assessment}) => assessment.verdict === 'suspect');
  return row ? linesOf(state).indexOf({socket: row.socket.key}) : firstRow(state);
}

const firstRow = (state: State): number => (linesOf(state).at(1)?.row ? 1 : 0);

/** Moves the cursor to the heading of the next or previous group; without one, the cursor stays. */
export function moveToGroup(state: State, step: 1 | -1): State {
  const groups = state.list?.groups ?? [];
  const here = cursorLine(state);
  const at = groups.findIndex(({id}) => id === here?.group.id);
  // From a row, the previous heading is the heading of its own group.
  const offset = step === -1 && here?.row !== null ? 0 : step;
  const target = groups[at + offset];
  return target ? moveTo(state, linesOf(state).indexOf({group: target.id})) : state;
}

export const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, value));

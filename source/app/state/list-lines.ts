import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Group} from '../table/group-rows.ts';
import {listFrame} from './frame.ts';
import type {LineId, State} from './state.ts';

/** One line of the list: the heading of a group, or a socket. */
export type ListLine = {readonly group: Group; readonly row: AssessedSocket | null};

/** Where lines stand, without building them: headings and rows of groups that are not folded, counted in order. */
export type Lines = {
  readonly length: number;
  readonly at: (index: number) => ListLine | null;
  /** -1 where the line is not in the list. */
  readonly indexOf: (id: LineId) => number;
};

type Placed = {readonly group: Group; readonly start: number; readonly shown: number};

function listLines(groups: readonly Group[], folded: ReadonlySet<string>): Lines {
  const placed: Placed[] = [];
  let length = 0;
  for (const group of groups) {
    const shown = folded.has(group.id) ? 0 : group.rows.length;
    placed.push({group, start: length, shown});
    length += 1 + shown;
  }
  return {
    length,
    at: index => {
      const place = placed.findLast(({start}) => start <= index);
      if (!place || index < 0 || index > place.start + place.shown) return null;
      return {
        group: place.group,
        row: index === place.start ? null : (place.group.rows[index - place.start - 1] ?? null),
      };
    },
    indexOf: id => {
      if ('group' in id) return placed.find(({group}) => group.id === id.group)?.start ?? -1;
      for (const {group, start, shown} of placed) {
        const index = shown === 0 ? -1 : rowIndex(group.rows, id.socket);
        if (index >= 0) return start + 1 + index;
      }
      return -1;
    },
  };
}

/** Where the row of a key was found last in a list of rows: the cursor is looked for many times in the same list. */
const lastFound = new WeakMap<readonly AssessedSocket[], number>();

function rowIndex(rows: readonly AssessedSocket[], key: string): number {
  const last = lastFound.get(rows) ?? 0;
  for (const near of [last, last + 1, last - 1]) if (rows[near]?.socket.key === key) return found(rows, near);
  return found(
    rows,
    rows.findIndex(({socket}) => socket.key === key),
  );
}

function found(rows: readonly AssessedSocket[], index: number): number {
  if (index >= 0) lastFound.set(rows, index);
  return index;
}

export const linesOf = ({list, folded}: State): Lines => listLines(list?.groups ?? [], folded);

const idOf = ({group, row}: ListLine): LineId => (row ? {socket: row.socket.key} : {group: group.id});

/** The line under the cursor. */
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

/** Puts the cursor on a line and scrolls no more than it takes to show it. */
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
 * Keeps the cursor on its socket, and that socket on its line of the screen, after the list changed. Where the socket
 * is gone the cursor takes the line that came to its place; where its group was folded, the heading.
 */
export function keepCursor(before: State, after: State): State {
  if (!after.cursor) return moveTo(after, firstRow(after));
  const oldIndex = linesOf(before).indexOf(after.cursor);
  const lines = linesOf(after);
  const found = lines.indexOf(after.cursor);
  const index = found >= 0 ? found : headingOrPlace(before, after, lines, oldIndex);
  const atStart = after.top === 0 && index < listFrame(after.size).body;
  const shift = atStart || oldIndex < 0 ? 0 : index - oldIndex;
  return moveTo({...after, top: after.top + shift}, index);
}

function headingOrPlace(before: State, after: State, lines: Lines, oldIndex: number): number {
  const group = linesOf(before).at(oldIndex)?.group;
  const heading = group && after.folded.has(group.id) ? lines.indexOf({group: group.id}) : -1;
  return heading >= 0 ? heading : Math.max(0, oldIndex);
}

const firstRow = (state: State): number => (linesOf(state).at(1)?.row ? 1 : 0);

/** The heading of the next or previous group as seen from the cursor; stays where there is none. */
export function moveToGroup(state: State, step: 1 | -1): State {
  const groups = state.list?.groups ?? [];
  const here = cursorLine(state);
  const at = groups.findIndex(({id}) => id === here?.group.id);
  const within = step === -1 && here?.row !== null ? 0 : step;
  const target = groups[at + within];
  return target ? moveTo(state, linesOf(state).indexOf({group: target.id})) : state;
}

export const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

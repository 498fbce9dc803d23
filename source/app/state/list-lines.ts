import type {AssessedSocket} from '../../judge/assess-all.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import type {TableLine} from '../table/alike.ts';
import {listFrame} from './frame.ts';
import {idOf, type Lines, type ListLine, linesOf} from './line-index.ts';
import type {State} from './state.ts';

/** The line under the cursor; null in an empty list. */
export function cursorLine(state: State): ListLine | null {
  if (!state.cursor) return null;
  const lines = linesOf(state);
  return lines.at(lines.indexOf(state.cursor));
}

/** The socket that a key acts on: that of the line, or the first of several that are the same; null elsewhere. */
export const socketOf = ({row, alike}: ListLine): AssessedSocket | null => row ?? (alike?.isSame ? alike.first : null);

/** The lines on the screen, from top to bottom, without headings. */
export function visibleLines(state: State): readonly TableLine[] {
  const lines = linesOf(state);
  const length = Math.max(0, Math.min(listFrame(state.size).body, lines.length - state.top));
  return Array.from({length}, (_, index) => {
    const line = lines.at(state.top + index);
    return line?.row ?? line?.alike ?? [];
  }).flat();
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
 * has left the list the cursor takes the line now at its index; where its group was folded, the heading; where it is
 * one of several on a line, that line.
 */
export function anchorCursor(before: State, after: State): State {
  if (!after.cursor) return moveTo(after, after.isTouched ? firstRow(after) : worstRow(after));
  const oldIndex = linesOf(before).indexOf(after.cursor);
  const lines = linesOf(after);
  const newIndex = lines.indexOf(after.cursor);
  const index = newIndex >= 0 ? newIndex : indexOfNearest(before, after, lines, oldIndex);
  const atStart = after.top === 0 && index < listFrame(after.size).body;
  const shift = atStart || oldIndex < 0 ? 0 : index - oldIndex;
  return moveTo({...after, top: after.top + shift}, index);
}

/** The index for a cursor whose line is not in the list: of the line that has its socket, or else the old index. */
function indexOfNearest(before: State, after: State, lines: Lines, oldIndex: number): number {
  const line = linesOf(before).at(oldIndex);
  const heading = line && after.folded.has(line.group.id) ? lines.indexOf({group: line.group.id}) : -1;
  if (heading >= 0) return heading;
  const row = line?.row ?? line?.alike?.first;
  const covering = row ? lines.indexOfAlike(row.socket.key) : -1;
  if (covering >= 0) return covering;
  const apart = line?.alike && !line.row ? lines.indexOf({socket: line.alike.first.socket.key}) : -1;
  return apart >= 0 ? apart : Math.max(0, oldIndex);
}

/**
 * The first suspect row, wherever it is in the list; else the first row. Groups count their verdicts, so this is cheap.
 */
function worstRow(state: State): number {
  const group = (state.list?.groups ?? []).find(({id, counts}) => counts.suspect > 0 && !state.folded.has(id));
  const row = group?.rows.find(candidate => standingOf(candidate) === 'suspect');
  return row ? linesOf(state).indexOf({socket: row.socket.key}) : firstRow(state);
}

const firstRow = (state: State): number => (linesOf(state).length > 1 ? 1 : 0);

/** Moves the cursor to the heading of the next or previous group; without one, the cursor stays. */
export function moveToGroup(state: State, step: 1 | -1): State {
  const groups = state.list?.groups ?? [];
  const here = cursorLine(state);
  const at = groups.findIndex(({id}) => id === here?.group.id);
  // From a row, the previous heading is the heading of its own group.
  const offset = step === -1 && !(here && isHeading(here)) ? 0 : step;
  const target = groups[at + offset];
  return target ? moveTo(state, linesOf(state).indexOf({group: target.id})) : state;
}

/** Whether a line is the heading of a group. */
export const isHeading = ({row, alike}: ListLine): boolean => row === null && alike === null;

export const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, value));

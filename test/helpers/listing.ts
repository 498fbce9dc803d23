import assert from 'node:assert/strict';
import type {Action} from '../../source/app/keys/bindings.ts';
import {listFrame} from '../../source/app/state/frame.ts';
import {type ListLine, linesOf} from '../../source/app/state/line-index.ts';
import {cursorLine} from '../../source/app/state/list-lines.ts';
import type {State} from '../../source/app/state/state.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {exampleSnapshot, exampleState, play} from './example-host.ts';

/** A small host: three listeners and two connections, so the list has seven lines. */

export const key = (port: number): string =>
  port < 1000 ? `tcp LISTEN 0.0.0.0:${port}` : `tcp ESTABLISHED 10.0.0.5:${port} 203.0.113.9:5000`;

/** Does these actions one after the other. */
export const press = (state: State, ...actions: readonly Action[]): State =>
  play(state, ...actions.map(action => ({type: 'action' as const, action})));

/** A poll that finds just these sockets. */
export const poll = (state: State, sockets: readonly Socket[], at = exampleSnapshot.takenAt + 2000): State =>
  play(state, {type: 'polled', snapshot: {...exampleSnapshot, takenAt: at, sockets}});

/** Polls these sockets until the closed ones have left the list. */
export const pollUntilForgotten = (state: State, sockets: readonly Socket[]): State =>
  [2000, 4000, 6000, 8000].reduce((result, later) => poll(result, sockets, exampleSnapshot.takenAt + later), state);

export const listOf = (sockets: readonly Socket[], rows = 24): State => exampleState({columns: 80, rows}, sockets);

/** A line as text: the title of a group, the key of a socket, `×3 KEY` of the first of three that are alike. */
const lineText = ({group, alike, row}: ListLine): string =>
  row?.socket.key ?? (alike ? `×${alike.rows.length} ${alike.first.socket.key}` : group.id);

/** The lines of the list as text: groups, keys, and lines that stand for several sockets. */
export const listed = (state: State): readonly string[] => {
  const lines = linesOf(state);
  return Array.from({length: lines.length}, (_, index) => {
    const line = lines.at(index);
    assert.ok(line);
    return lineText(line);
  });
};

/** The line under the cursor, in the same words; null where there is none. */
export function cursorOf(state: State): string | null {
  const line = cursorLine(state);
  return line && lineText(line);
}

/** On which line of the body the cursor stands, from 0. */
export function rowOfCursor(state: State): number {
  assert.ok(state.cursor);
  const row = linesOf(state).indexOf(state.cursor) - state.top;
  assert.ok(row >= 0 && row < listFrame(state.size).body, 'the cursor is on the screen');
  return row;
}

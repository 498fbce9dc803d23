import type {Snapshot} from '../../domain/snapshot.ts';
import type {Steps} from '../../domain/task.ts';
import {type Judgement, nothing} from '../../judge/assess-all.ts';
import {shownColumns} from '../table/column-widths.ts';
import {asksForMarks} from '../table/filter/filter-rows.ts';
import {isMoving} from '../table/sort.ts';
import {follow, type Track} from '../table/track-changes.ts';
import {arrange, arranging, columnChoice, isArranged} from './build-list.ts';
import {withTime} from './clock-jump.ts';
import {keepCursor} from './list-lines.ts';
import type {Look, State} from './state.ts';

/** What a new look makes of the one on the screen. */
export type Followed = {readonly track: Track; readonly look: Look};

/** Goes on from the look on the screen to one whose judgement follows it. What went is not kept beyond that. */
export function* following(state: State, snapshot: Snapshot, judgement: Judgement): Steps<Followed> {
  const now = snapshot.takenAt + snapshot.took;
  const before = withTime(state, now);
  const track = yield* follow(before.track, judgement.delta, snapshot.takenAt);
  yield;
  const next: State = {...before, track, now};
  // The headings of groups tell what goes over their sockets, also when that comes to an end.
  const isStill = state.track.moving.size + track.moving.size === 0;
  const same = isStill ? unchanged(next, snapshot, judgement) : null;
  const look = same ?? (yield* arranging(next, snapshot, judgement));
  return {track, look: {...look, judgement: {...judgement, delta: nothing}}};
}

/** The look after one in which nothing changed: the same rows in the same order; null where the list may be another one. */
function unchanged(state: State, snapshot: Snapshot, judgement: Judgement): Look | null {
  const {look, filter, sort, size, settings} = state;
  const {opened, changed, closed} = judgement.delta;
  if (!look || look.lingering.size > 0 || opened.length + changed.length + closed.length > 0) return null;
  if (!isArranged(state) || isMoving(sort)) return null;
  // What a look is new or moving in comes to an end in the next, though no socket changes.
  const shown = shownColumns(size.columns, columnChoice(settings));
  const searchesTime = filter.query.text !== '' && shown.some(column => column.overTime);
  return asksForMarks(filter.query) || searchesTime ? null : {...look, snapshot, judgement};
}

/** Rows that are arranged at once; the keys would wait for more of them, so they are left to the runtime. */
const atOnce = 3000;

/**
 * The state with some of what the list depends on changed, and the cursor kept on its socket. Where there are many sockets, the
 * list stays as it is until it was arranged.
 */
export function rearranged(state: State, changes: Partial<State>): State {
  const changed = {...state, ...changes};
  const {look} = changed;
  if (!look || isArranged(changed) || look.ordered.length > atOnce) return changed;
  return keepCursor(state, {...changed, look: arrange(changed, look.snapshot, look.judgement)});
}

/** Takes a list that was arranged meanwhile, unless it is not the one that is asked for any more. */
export function takeArranged(state: State, look: Look): State {
  const next = {...state, look};
  return state.look?.judgement === look.judgement && isArranged(next) ? keepCursor(state, next) : state;
}

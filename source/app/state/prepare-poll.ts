import type {Snapshot} from '../../domain/snapshot.ts';
import type {Task} from '../../domain/task.ts';
import {type AssessedSnapshot, noChanges} from '../../judge/assess-all.ts';
import {shownColumns} from '../table/column-widths.ts';
import {usesMarks} from '../table/filter/filter-rows.ts';
import {isMoving} from '../table/sort.ts';
import {type Track, trackChanges} from '../table/track-changes.ts';
import {buildList, buildListNow, columnChoice, isListCurrent} from './build-list.ts';
import {withTime} from './clock-jump.ts';
import {keepCursor} from './list-lines.ts';
import type {ListState, State} from './state.ts';

/** What a new poll makes of the one on the screen. */
export type PreparedPoll = {readonly track: Track; readonly list: ListState};

/** Goes on from the poll on the screen to one whose judgement follows it. What went is not kept beyond that. */
export function* preparePoll(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): Task<PreparedPoll> {
  const now = snapshot.takenAt + snapshot.took;
  const before = withTime(state, now);
  const track = yield* trackChanges(before.track, assessed.delta, snapshot.takenAt);
  yield;
  const next: State = {...before, track, now};
  // The headings of groups tell what goes over their sockets, also when that comes to an end.
  const isStill = state.track.moving.size + track.moving.size === 0;
  const same = isStill ? unchanged(next, snapshot, assessed) : null;
  const list = same ?? (yield* buildList(next, snapshot, assessed));
  return {track, list: {...list, assessed: {...assessed, delta: noChanges}}};
}

/** The look after one in which nothing changed: the same rows in the same order; null where the list may be another one. */
function unchanged(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): ListState | null {
  const {list, filter, sort, size, settings} = state;
  const {opened, changed, closed} = assessed.delta;
  if (!list || list.recentlyClosed.size > 0 || opened.length + changed.length + closed.length > 0) return null;
  if (!isListCurrent(state) || isMoving(sort)) return null;
  // What a poll is new or moving in comes to an end in the next, though no socket changes.
  const shown = shownColumns(size.columns, columnChoice(settings));
  const searchesTime = filter.query.text !== '' && shown.some(column => column.overTime);
  return usesMarks(filter.query) || searchesTime ? null : {...list, snapshot, assessed};
}

/** Rows that are arranged at once; the keys would wait for more of them, so they are left to the runtime. */
const maxRowsAtOnce = 3000;

/**
 * The state with some of what the list depends on changed, and the cursor kept on its socket. Where there are many sockets, the
 * list stays as it is until it was arranged.
 */
export function withRebuiltList(state: State, changes: Partial<State>): State {
  const changed = {...state, ...changes};
  const {list} = changed;
  if (!list || isListCurrent(changed) || list.ordered.length > maxRowsAtOnce) return changed;
  return keepCursor(state, {...changed, list: buildListNow(changed, list.snapshot, list.assessed)});
}

/** Takes a list that was arranged meanwhile, unless it is not the one that is asked for any more. */
export function takeBuiltList(state: State, list: ListState): State {
  const next = {...state, list};
  return state.list?.assessed === list.assessed && isListCurrent(next) ? keepCursor(state, next) : state;
}

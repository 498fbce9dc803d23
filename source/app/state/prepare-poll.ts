import type {Snapshot} from '../../domain/snapshot.ts';
import {type Task, whileWanted} from '../../domain/task.ts';
import {type AssessedSnapshot, assessAll, noChanges, nothingAssessed} from '../../judge/assess-all.ts';
import {shownColumns} from '../table/column-widths.ts';
import {usesMarks} from '../table/filter/filter-rows.ts';
import {isMoving} from '../table/sort.ts';
import {type Track, trackChanges} from '../table/track-changes.ts';
import {buildList, columnChoice, isListCurrent, wantSameList} from './build-list.ts';
import {withTime} from './clock-jump.ts';
import type {ListState, State} from './state.ts';

/** A poll with everything that follows from it and the state before; the event `polled` hands it to `update`. */
export type PreparedPoll = {
  /** Its delta is against the poll before. */
  readonly assessed: AssessedSnapshot;
  readonly track: Track;
  /** The list as the state asks for it. Holds the snapshot; its `assessed` has no delta, so closed rows can be freed. */
  readonly list: ListState;
};

/** How often keys may ask for another list while one is built; the next one is then built to its end all the same. */
const maxTries = 5;

/**
 * All the work on a poll: verdicts, changes since the poll before, filter, order, groups. Every mode takes this path; text
 * and tests run it at once, the screen in slices. `current` returns the state of the moment, since keys may change the
 * wanted list between two slices. Linear in the sockets at first, later mostly in those that changed.
 */
export function* preparePoll(current: () => State, snapshot: Snapshot): Task<PreparedPoll> {
  const {list, settings} = current();
  const assessed = yield* assessAll(snapshot.sockets, settings.nameOf, list?.assessed ?? nothingAssessed);
  for (let tries = 1; ; tries++) {
    const state = current();
    const isWanted = (): boolean => tries > maxTries || wantSameList(state, current());
    const prepared = yield* whileWanted(prepareList(state, snapshot, assessed), isWanted);
    if (prepared) return prepared;
  }
}

function* prepareList(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): Task<PreparedPoll> {
  const now = snapshot.takenAt + snapshot.took;
  const before = withTime(state, now);
  const track = yield* trackChanges(before.track, assessed.delta, snapshot.takenAt);
  yield;
  const next: State = {...before, track, now};
  // Headings of groups show the traffic of their sockets, and also when it ends.
  const isStill = state.track.moving.size + track.moving.size === 0;
  const same = isStill ? unchangedList(next, snapshot, assessed) : null;
  const list = same ?? (yield* buildList(next, snapshot, assessed));
  return {assessed, track, list: {...list, assessed: {...assessed, delta: noChanges}}};
}

/** The list of the poll before where nothing changed: the same rows in the same order; null where another may be due. */
function unchangedList(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): ListState | null {
  const {list, filter, sort, size, settings} = state;
  const {opened, changed, closed} = assessed.delta;
  if (!list || list.recentlyClosed.size > 0 || opened.length + changed.length + closed.length > 0) return null;
  if (!isListCurrent(state) || isMoving(sort)) return null;
  // The marks "new" and "changed" end with the next poll, though no socket changes.
  const columns = shownColumns(size.columns, columnChoice(settings));
  const searchesTime = filter.query.text !== '' && columns.some(column => column.overTime);
  return usesMarks(filter.query) || searchesTime ? null : {...list, snapshot, assessed};
}

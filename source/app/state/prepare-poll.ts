import type {Snapshot} from '../../domain/snapshot.ts';
import {type Task, whileWanted} from '../../domain/task.ts';
import {type AssessedSnapshot, assessAll, noChanges, nothingAssessed} from '../../judge/assess-all.ts';
import {shownColumns} from '../table/column-widths.ts';
import {usesMarks} from '../table/filter/filter-rows.ts';
import {isVolatile} from '../table/sort.ts';
import {type Track, trackChanges} from '../table/track-changes.ts';
import {buildList, columnChoice, isListCurrent, isSameListRequested} from './build-list.ts';
import {withTime} from './clock-jump.ts';
import type {ListState, State} from './state.ts';

/** A poll with all results of the work on it; the event `polled` carries it to `update`. */
export type PreparedPoll = {
  /** The verdicts. The delta is against the poll before. */
  readonly assessed: AssessedSnapshot;
  readonly track: Track;
  /** The list that the state requests, with the snapshot. Its `assessed` has no delta, so closed rows can be freed. */
  readonly list: ListState;
};

/** The number of unfinished lists that keys may make obsolete; the next list is built to its end in any case. */
const maxTries = 5;

/**
 * All the work on a poll: verdicts, changes since the poll before, filter, order, groups. Every mode takes this path;
 * text and tests run it at once, the screen in slices. `current` returns the current state, since keys may request
 * another list between two slices. Costs n log n for the first poll, afterwards a linear pass and n log n only for
 * changed sockets. `unsettled`: of a first poll, blocks whose differences are not held back, as `AssessedSnapshot` has
 * them.
 */
export function* preparePoll(
  current: () => State,
  snapshot: Snapshot,
  unsettled: AssessedSnapshot['unsettled'] = nothingAssessed.unsettled,
): Task<PreparedPoll> {
  const {list, settings, crossChecks} = current();
  const before = list?.assessed ?? {...nothingAssessed, unsettled};
  const assessed = yield* assessAll(snapshot, settings.nameOf, before, crossChecks);
  for (let tries = 1; ; tries++) {
    const state = current();
    const isWanted = (): boolean => tries > maxTries || isSameListRequested(state, current());
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
  // The headings of groups show the traffic of their sockets, so a list with traffic before or now is built again.
  // Also a list whose marks are over: a row without a mark may fold.
  const isIdle = state.track.active.size + track.active.size + state.track.marked.size === 0;
  const reused = isIdle ? reuseList(next, snapshot, assessed) : null;
  const list = reused ?? (yield* buildList(next, snapshot, assessed));
  return {assessed, track, list: {...list, assessed: {...assessed, delta: noChanges}}};
}

/** The list of the poll before, where no socket and no order can have changed; else null. */
function reuseList(state: State, snapshot: Snapshot, assessed: AssessedSnapshot): ListState | null {
  const {list, filter, sort, size, settings} = state;
  const {opened, changed, closed} = assessed.delta;
  if (!list || list.recentlyClosed.size > 0 || opened.length + changed.length + closed.length > 0) return null;
  if (!isListCurrent(state) || isVolatile(sort)) return null;
  // A filter by mark or by a column over time can give another result though no socket has changed.
  const columns = shownColumns(size.columns, columnChoice(settings, snapshot));
  const searchesTime = filter.query.text !== '' && columns.some(column => column.overTime);
  return usesMarks(filter.query) || searchesTime ? null : {...list, snapshot, assessed};
}

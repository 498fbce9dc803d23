import type {Snapshot} from '../../domain/snapshot.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {Delta} from '../../judge/assess-all.ts';
import {startsToDrift} from '../table/changes.ts';
import {isOwnerPending} from '../table/track-changes.ts';
import type {ListState, State} from './state.ts';

/**
 * The number of sockets that differ from the baseline in a way in which they did not before this poll. None where the
 * baseline is another one than before, or the poll before did not know the owners: nothing drifted then.
 */
export function countNewDrift(before: ListState | null, {baseline}: Snapshot, {opened, changed}: Delta): number {
  if (!before || baseline === undefined || before.snapshot.baseline !== baseline) return 0;
  const drifted =
    opened.filter(row => startsToDrift(null, row)).length +
    changed.filter(([old, row]) => startsToDrift(old, row)).length;
  return drifted > 0 && before.assessed.rows.some(isOwnerPending) ? 0 : drifted;
}

/** Whether there is a baseline since this poll, after a key; not one that could not be read before. */
export const isBaselineBegun = ({list, isTouched}: State, {baseline}: Snapshot): boolean =>
  isTouched &&
  baseline !== undefined &&
  list !== null &&
  list.snapshot.baseline === undefined &&
  !list.snapshot.problems.some(({kind}) => kind === 'baseline');

/** The meaning of an acceptance, for the first one. */
export const begunNotice = ({settings: {symbols}}: State): Clean =>
  trusted(`accepted: ${symbols.mark.drift} now marks each listener that is not accepted, or not as it was then`);

import {type Evidence, evidenceOf, noEvidence} from '../../domain/evidence.ts';
import type {Known} from '../../domain/known.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSocket, Delta} from '../../judge/assess-all.ts';
import {startsToDrift} from '../table/changes.ts';
import {isOwnerPending, type Track} from '../table/track-changes.ts';
import type {ListState, State} from './state.ts';

/**
 * The number of sockets that differ from the baseline in a way in which they did not before this poll. None where the
 * baseline is another one than before, or the poll before did not know the owners: nothing drifted then. Nor a socket
 * of the first poll whose evidence was still being read: it may have drifted long ago.
 */
export function countNewDrift(
  before: ListState | null,
  {baseline}: Snapshot,
  {opened, changed}: Delta,
  {seen}: Track,
): number {
  if (!before || baseline === undefined || before.snapshot.baseline !== baseline) return 0;
  const {evidence = noEvidence} = before.snapshot;
  const isOfStart = (row: AssessedSocket): boolean =>
    seen.get(row.socket.key)?.firstPoll === 1 && isEvidencePending(row, evidence);
  const drifted =
    opened.filter(row => startsToDrift(null, row)).length +
    changed.filter(([old, row]) => startsToDrift(old, row) && !isOfStart(old)).length;
  return drifted > 0 && before.assessed.rows.some(isOwnerPending) ? 0 : drifted;
}

/** Whether evidence of a holder is still being read. */
function isEvidencePending({socket: {owner}}: AssessedSocket, evidence: Evidence): boolean {
  const isPending = (part: Known<unknown>): boolean => !part.known && part.why === 'pending';
  return owner.known && owner.value.some(({process}) => Object.values(evidenceOf(evidence, process)).some(isPending));
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

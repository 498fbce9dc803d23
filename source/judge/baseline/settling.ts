import type {Acceptance, Drift} from '../../domain/baseline.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSnapshot, AssessedSocket} from '../assess-all.ts';
import {newlyFailed} from './compare-listener.ts';
import {describeSubject} from './describe-block.ts';

/**
 * A service that starts is another program, or runs as another user, for a moment; one that ends leaves a socket behind
 * that no process holds. So a difference of the owner counts where two polls in a row show it: the first one holds it
 * back.
 */
export type Settling = {
  /** The acceptance of a listener as it counts at this poll; `old` is its row of the poll before. */
  readonly of: (row: AssessedSocket, old: AssessedSocket | undefined, found: Acceptance | null) => Acceptance | null;
  /** The blocks of which a difference is held back, as `describeSubject` has them. */
  readonly unsettled: () => ReadonlySet<string>;
};

type Before = Pick<AssessedSnapshot, 'rows' | 'unsettled'>;

/** The differences that may be over at the next poll. */
const passing: ReadonlySet<Drift['kind']> = new Set(['owner', 'unit']);

/** Milliseconds after its start in which a service may still change program and user. */
const startingFor = 10_000;

/** `isSame`: whether the poll before had the same baseline. `takenAt`: the time of this poll. */
export function createSettling(before: Before, isSame: boolean, takenAt: number): Settling {
  const unsettled = new Set<string>();
  let known: ReadonlySet<string> | null = null;
  const differedBefore = (subject: string): boolean => {
    known ??= differing(before);
    return known.has(subject);
  };
  const heldBack = (row: AssessedSocket, old: AssessedSocket | undefined, found: Acceptance | null) => {
    const left = isSame && old ? afterEnd(row, old, found) : null;
    if (left) return left;
    if (found?.state !== 'drifted' || !found.drift.every(({kind}) => passing.has(kind))) return null;
    const wasRead = old ? old.socket.owner.known : before.rows.length > 0;
    if (!(isSame && wasRead) && !isStarting(row, takenAt)) return null;
    return asAccepted(found, ...found.drift.map(({kind}) => trusted(`${kind}: changed just now`)));
  };
  return {
    of: (row, old, found) => {
      const held = heldBack(row, old, found);
      if (!held?.block || newlyFailed(held.block, row.assessment).length > 0) return found;
      const subject = describeSubject(held.block);
      if (differedBefore(subject)) return found;
      unsettled.add(subject);
      return held;
    },
    unsettled: () => unsettled,
  };
}

/** The blocks from which a socket differed at a poll, held back or not, as `describeSubject` has them. */
export function differing({rows, unsettled}: Before): ReadonlySet<string> {
  const drifted = rows.flatMap(({acceptance}) =>
    acceptance?.state === 'drifted' && acceptance.block ? describeSubject(acceptance.block) : [],
  );
  return new Set([...unsettled, ...drifted]);
}

/** The acceptance of a listener whose process has ended between two polls, or has passed it on; else null. */
function afterEnd({socket: {owner}}: AssessedSocket, old: AssessedSocket, found: Acceptance | null): Acceptance | null {
  if (owner.known || owner.why === 'pending' || !old.socket.owner.known) return null;
  if (old.acceptance?.state !== 'accepted' || found?.state === 'accepted') return null;
  return asAccepted(old.acceptance, trusted(`owner: ${whyUnknownWords[owner.why].short}`));
}

const asAccepted = (acceptance: Acceptance, ...unverified: readonly Clean[]): Acceptance => ({
  ...acceptance,
  state: 'accepted',
  drift: [],
  unverified: [...acceptance.unverified, ...unverified],
});

/** Whether a holder besides process 1 has started a moment ago. */
function isStarting({socket: {owner}}: AssessedSocket, takenAt: number): boolean {
  const holders = owner.known ? owner.value.filter(({process}) => process.pid !== 1) : [];
  return holders.some(({process: {startedAt}}) => startedAt !== null && takenAt - startedAt < startingFor);
}

import type {Acceptance, Baseline, PlacedBlock} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {AssessedSnapshot, AssessedSocket} from '../assess-all.ts';
import {acceptConnection} from './accept-connection.ts';
import {acceptListeners} from './accept-listeners.ts';
import {isListenerRow} from './accepted-kinds.ts';
import {withBaselineCheck} from './baseline-check.ts';
import {type FindBlocks, findBlocksOf} from './find-blocks.ts';
import {createSettling, type Settling} from './settling.ts';

/** Gives the rows of one poll their acceptance. */
export type Accepting = {
  /** Listeners, in the same order; the very same rows where nothing about them changed. */
  readonly listeners: (rows: readonly AssessedSocket[]) => readonly AssessedSocket[];
  /** Any other row; `old` is the row of the poll before. */
  readonly other: (row: AssessedSocket, old: AssessedSocket | undefined) => AssessedSocket;
  /** The accepted listeners of which no row is one. */
  readonly gone: (rows: readonly AssessedSocket[], namespaces: Snapshot['namespaces']) => readonly PlacedBlock[];
  /** As of `Settling`. */
  readonly unsettled: Settling['unsettled'];
};

type Before = Pick<AssessedSnapshot, 'baseline' | 'rows' | 'gone' | 'listenerRows' | 'unsettled'>;
type Poll = {readonly baseline: Baseline | undefined} & Pick<Snapshot, 'takenAt'>;

/** Without a baseline now and before, every row stays as it is. */
export function createAccepting({baseline, takenAt}: Poll, before: Before, evidence: Evidence): Accepting {
  const isSame = (baseline ?? null) === before.baseline;
  if (!baseline) {
    const cleared = (row: AssessedSocket): AssessedSocket => (isSame ? row : withAcceptance(row, null));
    return {
      listeners: rows => (isSame ? rows : rows.map(cleared)),
      other: cleared,
      gone: () => none,
      unsettled: () => nothing,
    };
  }
  const settling = createSettling(before, isSame, takenAt);
  const isSettled = before.unsettled.size === 0;
  const blocks = blocksOf(baseline);
  /** A connection that closes keeps the acceptance that it had when open. */
  const acceptanceOf = (row: AssessedSocket, old: AssessedSocket | undefined): Acceptance | null => {
    if (row.formerOwner !== null) return row.acceptance;
    return isListenerRow(row)
      ? settling.of(row, old, acceptListeners([row], blocks, evidence).get(row) ?? null)
      : acceptConnection(row, blocks, evidence);
  };
  const isUnchanged = (rows: readonly AssessedSocket[]): boolean =>
    isSame &&
    isSettled &&
    rows.length === before.listenerRows.size &&
    rows.every(row => before.listenerRows.get(row.socket.key) === row);
  return {
    listeners: rows => {
      if (isUnchanged(rows)) return rows;
      const found = acceptListeners(rows, blocks, evidence);
      return rows.map(row => {
        const old = before.listenerRows.get(row.socket.key);
        const known = old?.acceptance ?? null;
        const acceptance = settling.of(row, old, found.get(row) ?? null);
        return withAcceptance(row, isSameAcceptance(known, acceptance) ? known : acceptance);
      });
    },
    other: (row, old) =>
      isSame && isSettled && row.assessment === old?.assessment ? row : withAcceptance(row, acceptanceOf(row, old)),
    gone: (rows, namespaces) => goneBlocks(rows, blocks, namespaces) ?? before.gone,
    unsettled: settling.unsettled,
  };
}

const none: readonly PlacedBlock[] = [];
const nothing: ReadonlySet<string> = new Set();
const kept = new WeakMap<Baseline, FindBlocks>();

function blocksOf(baseline: Baseline): FindBlocks {
  const blocks = kept.get(baseline) ?? findBlocksOf(baseline);
  kept.set(baseline, blocks);
  return blocks;
}

/** The row with an acceptance, and the check that follows from it; the very same where it has them. */
function withAcceptance(row: AssessedSocket, acceptance: Acceptance | null): AssessedSocket {
  const same = isSameAcceptance(row.acceptance, acceptance) ? row.acceptance : acceptance;
  const assessment = withBaselineCheck(row.assessment, same);
  return same === row.acceptance && assessment === row.assessment ? row : {...row, acceptance: same, assessment};
}

function isSameAcceptance(a: Acceptance | null, b: Acceptance | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.block !== b.block) return false;
  return a.state === b.state && a.isInbound === b.isInbound && textOf(a) === textOf(b);
}

const textOf = ({drift, notes, unverified}: Acceptance): string => JSON.stringify([drift, notes, unverified]);

/**
 * Accepted listeners without a row; null while owners are still looked up, since a listener may be found by its owner
 * alone. Where some network namespaces could not be read, nothing is known of the listeners of others than our own.
 */
function goneBlocks(
  rows: readonly AssessedSocket[],
  {listeners}: FindBlocks,
  namespaces: Snapshot['namespaces'],
): readonly PlacedBlock[] | null {
  const present = new Set<PlacedBlock>();
  for (const {acceptance, socket} of rows) {
    if (!socket.owner.known && socket.owner.why === 'pending') return null;
    if (acceptance?.block) present.add(acceptance.block);
  }
  const readsAll = namespaces !== undefined && namespaces.unread.length === 0;
  const isReadable = ({netns, container}: PlacedBlock): boolean => readsAll || (netns === null && container === null);
  return listeners.filter(block => !present.has(block) && isReadable(block));
}

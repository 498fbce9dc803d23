import type {Acceptance, PlacedBlock} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import type {AssessedSocket} from '../assess-all.ts';
import type {PortRange} from '../direction.ts';
import {evidenceWithin} from '../evidence-within.ts';
import {isRpc} from '../server-programs.ts';
import {isDeaf, isListenerRow, isOnClientPort, isTransient} from './accepted-kinds.ts';
import {isInPlace} from './block-place.ts';
import {compareListener} from './compare-listener.ts';
import {compareOwner, ownerOf} from './compare-owner.ts';
import {describeOwner} from './describe-block.ts';
import {type Compared, drifted, joined, noted} from './difference.ts';
import type {FindBlocks, PlacedListener} from './find-blocks.ts';
import {executableOf} from './seen-owner.ts';

/**
 * The acceptance of every row that listens, by the row; rows without an entry are none of the baseline's concern.
 * Linear in the rows, and in the blocks of their ports.
 */
export function acceptListeners(
  rows: readonly AssessedSocket[],
  blocks: FindBlocks,
  read: Evidence,
): ReadonlyMap<AssessedSocket, Acceptance> {
  const found = new Map<AssessedSocket, Acceptance>();
  const used = new Set<PlacedBlock>();
  const unmatched: AssessedSocket[] = [];
  for (const row of rows) {
    if (!isListenerRow(row)) continue;
    const acceptance = acceptOnPort(row, blocks, evidenceWithin(read, row.socket.netns));
    if (acceptance?.block) used.add(acceptance.block);
    if (acceptance) found.set(row, acceptance);
    else unmatched.push(row);
  }
  for (const row of unmatched) {
    const evidence = evidenceWithin(read, row.socket.netns);
    const moved = acceptMoved(row, blocks, used, evidence);
    if (moved?.block) used.add(moved.block);
    const acceptance = moved ?? (isUndecided(row, blocks, used, evidence) ? null : acceptNew(row, evidence));
    if (acceptance) found.set(row, acceptance);
  }
  return withoutParts(found);
}

/**
 * A listener has several sockets, as one for each address. It is narrower than accepted where all of them are: a socket
 * with a note is passed over while another one reaches as far as the block.
 */
function withoutParts(found: ReadonlyMap<AssessedSocket, Acceptance>): ReadonlyMap<AssessedSocket, Acceptance> {
  const isNarrower = ({notes}: Acceptance): boolean => notes.some(({kind}) => kind === 'narrower');
  const all = [...found];
  if (!all.some(([, each]) => isNarrower(each))) return found;
  const inFull = new Set(all.flatMap(([, each]) => (each.block === null || isNarrower(each) ? [] : each.block)));
  return new Map(
    all.map(([row, each]) =>
      each.block !== null && inFull.has(each.block) && isNarrower(each)
        ? [row, {...each, notes: each.notes.filter(({kind}) => kind !== 'narrower')}]
        : [row, each],
    ),
  );
}

const clientPortsOf = ({host: {ephemeralPorts}}: Evidence): PortRange | null =>
  ephemeralPorts.known ? ephemeralPorts.value : null;

type Candidate = {readonly block: PlacedListener; readonly comparison: Compared};

/** By a block for its port; else, or where it drifted from each of them, by one for ports of clients. */
function acceptOnPort(row: AssessedSocket, blocks: FindBlocks, evidence: Evidence): Acceptance | null {
  const compared = (block: PlacedListener): Candidate => ({block, comparison: compareListener(block, row, evidence)});
  const exact = blocks.onPort(row.socket).map(compared).reduce<Candidate | null>(better, null);
  if (exact && exact.comparison.drift.length === 0) return asAcceptance(exact);
  const ephemeral = isOnClientPort(row, clientPortsOf(evidence))
    ? blocks
        .ephemeral(row.socket)
        .filter(block => isSurelyOf(block, row, evidence))
        .map(compared)
        .reduce<Candidate | null>(better, null)
    : null;
  const best = ephemeral && (!exact || ephemeral.comparison.drift.length === 0) ? ephemeral : exact;
  return best && asAcceptance(best);
}

/** Of two blocks the one with fewer differences; a wrong owner counts for more than all others, a note for least. */
const better = (best: Candidate | null, each: Candidate): Candidate =>
  best === null || weightOf(each) < weightOf(best) ? each : best;

const weightOf = ({comparison: {drift: found, notes}}: Candidate): number =>
  found.length + (found.some(({kind}) => kind === 'owner') ? 10 : 0) + notes.length / 10;

const asAcceptance = ({block, comparison: {drift: found, notes, unverified}}: Candidate): Acceptance => ({
  state: found.length > 0 ? 'drifted' : 'accepted',
  block,
  isInbound: false,
  drift: found,
  notes,
  unverified,
});

/** Whether the owner is visible and the one of the block: a port alone does not identify a listener here. */
function isSurelyOf(block: PlacedListener, row: AssessedSocket, evidence: Evidence): boolean {
  const owner = ownerOf(row, evidence);
  if (!owner || block.exe === null || executableOf(owner.main) !== block.exe) return false;
  const {drift: found, unverified, isPending} = compareOwner(block, block.unit, row, evidence);
  return !isPending && found.length + unverified.length === 0;
}

/** Whether nothing speaks against the owner of the block, though not all of it is visible, or not yet. */
function isPerhapsOf(block: PlacedListener, row: AssessedSocket, evidence: Evidence): boolean {
  const {drift: found, unverified, isPending} = compareOwner(block, block.unit, row, evidence);
  return block.exe !== null && found.length === 0 && (isPending || unverified.length > 0);
}

/**
 * A program that listened on a port that it was given, and after a restart on another one: the accepted port has no
 * listener now. A second port beside the first one is new.
 */
function acceptMoved(
  row: AssessedSocket,
  blocks: FindBlocks,
  used: ReadonlySet<PlacedBlock>,
  evidence: Evidence,
): Acceptance | null {
  const best = leftOnGivenPorts(row, blocks, used, evidence)
    .filter(each => isSurelyOf(each, row, evidence))
    .map((block): Candidate => ({block, comparison: compareListener(block, row, evidence)}))
    .reduce<Candidate | null>(better, null);
  if (!best) return null;
  const moved = noted('moved', `from port ${best.block.port}: such ports are given, not chosen`);
  return asAcceptance({block: best.block, comparison: joined(best.comparison, moved)});
}

/**
 * Whether a listener may have a port that it did not choose: one of clients, or of a server of RPC, which is also given
 * privileged ones (bindresvport(3)).
 */
const isOnGivenPort = (row: AssessedSocket, clientPorts: PortRange | null): boolean =>
  isOnClientPort(row, clientPorts) || isRpc(row.socket);

/** Blocks for given ports of which no row is one, where the row is on such a port. */
function leftOnGivenPorts(
  row: AssessedSocket,
  {listeners}: FindBlocks,
  used: ReadonlySet<PlacedBlock>,
  evidence: Evidence,
): readonly PlacedListener[] {
  const clientPorts = clientPortsOf(evidence);
  if (!isOnGivenPort(row, clientPorts)) return [];
  const {socket} = row;
  return listeners.filter(
    each =>
      each.proto === socket.protocol &&
      each.port !== 'ephemeral' &&
      isOnGivenPort({...row, socket: {...socket, local: {...socket.local, port: each.port}}}, clientPorts) &&
      !used.has(each) &&
      isInPlace(each, socket),
  );
}

/** Whether it may be a listener that is accepted on ports of clients, as far as its owner is visible. */
function isUndecided(
  row: AssessedSocket,
  blocks: FindBlocks,
  used: ReadonlySet<PlacedBlock>,
  evidence: Evidence,
): boolean {
  if (!isOnGivenPort(row, clientPortsOf(evidence))) return false;
  const candidates = [...blocks.ephemeral(row.socket), ...leftOnGivenPorts(row, blocks, used, evidence)];
  return candidates.some(block => isPerhapsOf(block, row, evidence));
}

/** A listener that nobody accepted. */
function acceptNew(row: AssessedSocket, evidence: Evidence): Acceptance | null {
  if (isTransient(row, clientPortsOf(evidence)) || isDeaf(row)) return null;
  return {
    state: 'new',
    block: null,
    isInbound: false,
    drift: drifted('new', '', describeOwner(row, evidence)).drift,
    notes: [],
    unverified: [],
  };
}

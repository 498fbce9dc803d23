import type {Acceptance} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import {isInNetwork} from '../../domain/network.ts';
import type {AssessedSocket} from '../assess-all.ts';
import {evidenceWithin} from '../evidence-within.ts';
import {acceptedBy} from '../inbound.ts';
import {isConversationRow} from './accepted-kinds.ts';
import {newlyFailed} from './compare-listener.ts';
import {compareOwner} from './compare-owner.ts';
import {drifted} from './difference.ts';
import type {FindBlocks, PlacedConversation} from './find-blocks.ts';

/**
 * The acceptance of a connection: with the listener that it came in to, or as a conversation that this host opened.
 * null where nobody accepted it, and where a check of its own speaks against it.
 */
export function acceptConnection(row: AssessedSocket, blocks: FindBlocks, read: Evidence): Acceptance | null {
  if (row.direction === 'inbound') return acceptInbound(row);
  if (!isConversationRow(row)) return null;
  const candidates = blocks.conversations(row.socket);
  if (candidates.length === 0) return null;
  const evidence = evidenceWithin(read, row.socket.netns);
  const block = candidates.find(each => isAbout(each, row, evidence));
  if (!block) return null;
  const [failed] = newlyFailed(block, row.assessment);
  if (!failed) return remembered(block, () => acceptance(block, false));
  const {drift} = drifted('check', block.failed.join(', ') || 'no failed check', `${failed.id}: ${failed.detail}`);
  return {...acceptance(block, false), state: 'drifted', drift};
}

function acceptInbound(row: AssessedSocket): Acceptance | null {
  const block = acceptedBy(row)?.acceptance;
  if (block?.state !== 'accepted' || block.block === null) return null;
  if (newlyFailed(block.block, row.assessment).length > 0) return null;
  const {block: accepted} = block;
  return remembered(block, () => acceptance(accepted, true));
}

/** Whether the conversation is surely the accepted one: its program, its user and its peer. */
function isAbout(block: PlacedConversation, row: AssessedSocket, evidence: Evidence): boolean {
  const {peer} = row.socket;
  if (block.peer !== null && !(peer && isInNetwork(peer.address, block.peer))) return false;
  if (!row.socket.owner.known) return false;
  const {drift: found, unverified, isPending} = compareOwner(block, null, row, evidence);
  return !isPending && found.length + unverified.length === 0;
}

const acceptance = (block: NonNullable<Acceptance['block']>, isInbound: boolean): Acceptance => ({
  state: 'accepted',
  block,
  isInbound,
  drift: [],
  notes: [],
  unverified: [],
});

/** Acceptances by listener or block: a listener has thousands of connections with the same one. */
const shared = new WeakMap<object, Acceptance>();

function remembered(basis: object, make: () => Acceptance): Acceptance {
  const known = shared.get(basis) ?? make();
  shared.set(basis, known);
  return known;
}

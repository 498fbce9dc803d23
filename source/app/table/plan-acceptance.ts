import {type Block, type Draft, reachClasses} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {isConversationRow, isListenerRow, isTransient} from '../../judge/baseline/accepted-kinds.ts';
import {draftBlock, type Occasion} from '../../judge/baseline/draft-block.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import {evidenceWithin} from '../../judge/evidence-within.ts';

/** The sockets of one program on one port, and the block that accepts them, or why there can be none. */
export type Planned = {readonly rows: readonly AssessedSocket[]; readonly draft: Draft};
export type Refused = {readonly rows: readonly AssessedSocket[]; readonly refusal: Clean};

/** The result of accepting several sockets at once. */
export type AcceptancePlan = {
  readonly planned: readonly Planned[];
  readonly refused: readonly Refused[];
  /** The suspect sockets. One is accepted alone and with a note; while it is among others, none is. */
  readonly suspects: readonly AssessedSocket[];
};

/**
 * Plans to accept these sockets: each listener and outbound conversation that is not accepted yet, in their order. A
 * conversation, or a client's datagram socket, that a rule explains needs no acceptance. Linear in the sockets.
 */
export function planAcceptance(
  rows: readonly AssessedSocket[],
  evidence: Evidence,
  {note, now}: Occasion,
): AcceptancePlan {
  const planned = new Map<string, Planned>();
  const refused = new Map<string, Refused>();
  const suspects: AssessedSocket[] = [];
  for (const row of rows) {
    if (!needsAcceptance(row, evidence)) continue;
    const isSuspect = standingOf(row) === 'suspect';
    if (isSuspect) suspects.push(row);
    // A suspect socket is planned in any case: whether its note lacks is asked only where it is alone.
    const drafted = draftBlock(row, evidence, {note: isSuspect ? (note ?? noNote) : note, now});
    if ('refusal' in drafted) {
      const {protocol, local, netns} = row.socket;
      const key = [netns?.inode, protocol, local.port, drafted.refusal].join('\n');
      refused.set(key, {rows: [...(refused.get(key)?.rows ?? []), row], refusal: drafted.refusal});
    } else {
      const key = identityOf(drafted.draft);
      const before = planned.get(key);
      const draft = before ? joined(before.draft, drafted.draft) : drafted.draft;
      planned.set(key, {rows: [...(before?.rows ?? []), row], draft});
    }
  }
  return {planned: [...planned.values()], refused: [...refused.values()], suspects};
}

/** Whether a plan may be carried out, but for a note that lacks: no suspect socket is among others. */
export const isAcceptable = ({planned, refused, suspects}: AcceptancePlan): boolean =>
  suspects.length === 0 || planned.length + refused.length === 1;

const noNote = trusted('');

function needsAcceptance(row: AssessedSocket, evidence: Evidence): boolean {
  const {acceptance, socket, assessment} = row;
  if (acceptance?.state === 'accepted') return false;
  if (isConversationRow(row)) {
    return assessment.verdict !== 'explained' && (socket.owner.known || socket.owner.why !== 'closing');
  }
  if (!isListenerRow(row)) return false;
  const {ephemeralPorts} = evidenceWithin(evidence, socket.netns).host;
  return assessment.verdict !== 'explained' || !isTransient(row, ephemeralPorts.known ? ephemeralPorts.value : null);
}

/** One block is enough for sockets that differ in address alone. */
function identityOf({block, replaces}: Draft): string {
  const port = block.kind === 'listener' ? [block.port, block.unit] : [block.peerPort, block.peer];
  const {kind, proto, netns, container, exe, script, user} = block;
  return JSON.stringify([kind, proto, port, netns, container, exe, script, user, replaces?.lines]);
}

/** The block for both: it accepts the wider reach, and the failed checks of either. */
function joined(a: Draft, b: Draft): Draft {
  const failed = [...new Set([...a.block.failed, ...b.block.failed])];
  const block: Block = {...a.block, failed};
  if (block.kind !== 'listener' || b.block.kind !== 'listener') return {...a, block};
  const [one, other] = [block.reach, b.block.reach];
  const isWider = one !== null && other !== null && reachClasses.indexOf(other) > reachClasses.indexOf(one);
  return {...a, block: isWider ? {...block, reach: other} : block};
}

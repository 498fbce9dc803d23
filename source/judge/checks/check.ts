import {type Evidence, evidenceOf, type ProcessEvidence} from '../../domain/evidence.ts';
import type {Direction} from '../../domain/facts.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import type {Program} from '../../domain/program.ts';
import type {Endpoint, Holder, Netns, Owner, Process, Protocol} from '../../domain/socket.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {Check, Verdict} from '../../domain/verdict.ts';
import {isWorse} from '../../domain/verdict.ts';
import type {Rule} from '../rules/rule.ts';

/** A check's result, and the verdict that a failure leads to. */
export type Finding = Check & {
  /** null unless the check failed. */
  readonly leads: Verdict | null;
  /** The failure in a few words, for a column; "" unless the check failed. */
  readonly brief: Clean;
};

/**
 * Everything that a check may read of a socket. Sockets that are equal in it share their assessment (`assessment.ts`).
 */
export type Examined = {
  readonly socket: {
    readonly protocol: Protocol;
    readonly uid: number | null;
    readonly owner: Owner;
    readonly peer: Endpoint | null;
    readonly netns: Netns | null;
  };
  readonly direction: Direction;
  readonly loopback: boolean;
  readonly peerLoopback: boolean;
  /** Owners of the sockets that listen on its local port. */
  readonly listenerOwners: readonly Owner[];
  /** Minutes for which a look-up over TCP is known to be open; null before that is long, and of other sockets. */
  readonly openMinutes: number | null;
  /** Evidence about `listenerOwners` where their sockets are no longer there; null while one listens. */
  readonly listenerEvidence: Evidence | null;
  readonly evidence: Evidence;
};

/** Examines one socket under the rule that holds for it. */
export type Examine = (examined: Examined, rule: Rule) => Finding;

/** A check in words, as the detail and `--rules` show it. */
export type CheckWords = {
  readonly id: string;
  /** Completes "it fails where …", and names each way in which it may fail. */
  readonly fails: string;
  /** The verdict that a failure leads to, or both that it may lead to. */
  readonly leads: 'learn' | 'suspect' | 'learn or suspect' | 'as the rule says';
};

/** One check: a file of this folder, and a line of its `index.ts`. */
export type CheckRecord = CheckWords & {readonly examine: Examine};

const finding = (
  id: string,
  result: Check['result'],
  detail: string,
  leads: Verdict | null = null,
  brief = '',
): Finding => ({id, result, detail: trusted(detail), leads, brief: trusted(brief)});

/** The finding of a check that passed. `detail` is the fact behind it. */
export const pass = (id: string, detail: string): Finding => finding(id, 'pass', detail);

/** The finding of a check that failed, with the verdict that it leads to and the failure in a few words. */
export const fail = (id: string, leads: Verdict, brief: string, detail: string): Finding =>
  finding(id, 'fail', detail, leads, brief);

/** The finding of a check that could not be made. `detail` is the missing fact. */
export const cannotTell = (id: string, detail: string): Finding => finding(id, 'unknown', detail);

/** `detail` is the reason why there is nothing to examine. */
export const notApplicable = (id: string, detail: string): Finding => finding(id, 'not-applicable', detail);

/** The finding of a check that needs the owner, where the owner is unknown. */
export const ownerUnknown = (id: string, why: WhyUnknown): Finding =>
  cannotTell(id, `the owner ${whyUnknownWords[why].long}`);

/**
 * The finding "unknown", because a part of the evidence of a process is unknown: `what` is its subject, as "the parents
 * of process 812".
 */
export const partUnknown = (id: string, what: string, why: WhyUnknown): Finding =>
  cannotTell(id, `${what}: ${whyUnknownWords[why].short}`);

/** Goes behind the name of a program that a text prints and nothing proves. */
export const proofOf = ({proven}: Program): string => (proven ? '' : ' (name only, not proof)');

/** Examines every process that holds the socket; the worst result stands for all. */
export function examineHolders(
  id: string,
  {socket, evidence}: Examined,
  examine: (process: Process, evidence: ProcessEvidence, holder: Holder) => Finding,
): Finding {
  if (!socket.owner.known) return ownerUnknown(id, socket.owner.why);
  const findings = socket.owner.value.map(holder =>
    examine(holder.process, evidenceOf(evidence, holder.process), holder),
  );
  return worstOf(findings) ?? ownerUnknown(id, 'not-collected');
}

const order: readonly Check['result'][] = ['not-applicable', 'pass', 'unknown', 'fail'];

/** The worst of several findings: a failure by the verdict it leads to, then an unknown result, then a pass. */
export const worstOf = (findings: readonly Finding[]): Finding | null =>
  findings.reduce<Finding | null>(
    (worst, each) => (worst === null || isWorseFinding(each, worst) ? each : worst),
    null,
  );

function isWorseFinding(a: Finding, b: Finding): boolean {
  if (a.leads !== null && b.leads !== null) return isWorse(a.leads, b.leads);
  return order.indexOf(a.result) > order.indexOf(b.result);
}

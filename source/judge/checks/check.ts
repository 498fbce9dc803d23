import type {Direction} from '../../domain/facts.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import type {Holder, Owner, Process} from '../../domain/socket.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {Check, Verdict} from '../../domain/verdict.ts';
import type {Rule} from '../rules/rule.ts';

/** A check's result, and what follows from it where it failed. */
export type Finding = Check & {
  /** The verdict a failure leads to; null unless it failed. */
  readonly leads: Verdict | null;
  /** The failure in a few words, for a column; "" unless it failed. */
  readonly brief: Clean;
};

/** All that a check may ask of a socket: sockets that are equal in it share their assessment (`assessment.ts`). */
export type Examined = {readonly socket: {readonly owner: Owner}; readonly direction: Direction};

/** Examines one socket under the rule that holds for it; null where there is nothing to examine. */
export type Examine = (examined: Examined, rule: Rule) => Finding | null;

export const pass = (id: string, detail: string): Finding => ({
  id,
  result: 'pass',
  detail: trusted(detail),
  leads: null,
  brief: trusted(''),
});

export const fail = (id: string, leads: Verdict, brief: string, detail: string): Finding => ({
  id,
  result: 'fail',
  detail: trusted(detail),
  leads,
  brief: trusted(brief),
});

export const cannotTell = (id: string, detail: string): Finding => ({
  id,
  result: 'unknown',
  detail: trusted(detail),
  leads: null,
  brief: trusted(''),
});

export const ownerUnknown = (id: string, why: WhyUnknown): Finding =>
  cannotTell(id, `the owner ${whyUnknownWords[why].long}`);

/** Examines every process that holds the socket: the worst result stands for all. */
export function examineHolders(id: string, {socket}: Examined, examine: (process: Process) => Finding): Finding {
  if (!socket.owner.known) return ownerUnknown(id, socket.owner.why);
  const findings = socket.owner.value.map(({process}: Holder) => examine(process));
  return (
    findings.find(({leads}) => leads === 'suspect') ??
    findings.find(({result}) => result === 'fail') ??
    findings.find(({result}) => result === 'unknown') ??
    findings[0] ??
    ownerUnknown(id, 'not-collected')
  );
}

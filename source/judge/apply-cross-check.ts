import type {Owner} from '../domain/socket.ts';
import {trusted} from '../domain/text.ts';
import type {Check, Verdict} from '../domain/verdict.ts';
import type {AssessedSocket} from './assess-all.ts';
import type {Assessment} from './assessment.ts';

/** A cross-check, and the owner that it compared with lsof's owner: with another owner it proves nothing. */
export type OwnerCrossCheck = {readonly owner: Owner; readonly check: Check};

/** The cross-checks of the sockets that were inspected, by the key of the socket. */
export type CrossChecks = ReadonlyMap<string, OwnerCrossCheck>;

/** No socket was inspected. */
export const noCrossChecks: CrossChecks = new Map();

/**
 * The row with its cross-check as the first of its checks; the same object where there is no cross-check, or the row
 * has it already. A socket is suspect where lsof and the kernel name different owners. List, export and detail get the
 * verdict from here. A closing connection keeps the cross-check from the time when it was open, as it keeps its
 * verdict.
 */
export function applyCrossCheck(row: AssessedSocket, crossChecks: CrossChecks): AssessedSocket {
  const crossCheck = crossChecks.get(row.socket.key);
  const {crossChecked} = row.assessment;
  if (!crossCheck || crossCheck.owner !== row.socket.owner || row.formerOwner !== null) return row;
  if (crossChecked?.check === crossCheck.check) return row;
  return {...row, assessment: crossCheckedAssessment(crossChecked?.before ?? row.assessment, crossCheck.check)};
}

const brief = trusted('lsof and the kernel disagree');

function crossCheckedAssessment(before: Assessment, check: Check): Assessment {
  const leads: Verdict | null = check.result === 'fail' ? 'suspect' : null;
  const finding = {...check, leads, brief: leads ? brief : trusted('')};
  const worse = leads && before.verdict !== leads ? {verdict: leads, why: brief} : null;
  return {...before, ...worse, checks: [finding, ...before.checks], crossChecked: {check, before}};
}

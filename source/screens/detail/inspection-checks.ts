import type {Inspection} from '../../domain/inspection.ts';
import {trusted} from '../../domain/text.ts';
import type {Check} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Finding} from '../../judge/checks/check.ts';

/**
 * The row with the cross-check as one more check: where lsof and the kernel name other owners, the socket is suspect.
 */
export function withCrossCheck(row: AssessedSocket, {crossCheck}: Inspection): AssessedSocket {
  if (crossCheck.result !== 'fail') return row;
  const {verdict, why, checks} = row.assessment;
  const brief = trusted('lsof and the kernel disagree');
  const finding: Finding = {...crossCheck, leads: 'suspect', brief};
  const assessment = {...row.assessment, verdict: 'suspect' as const, why: verdict === 'suspect' ? why : brief};
  return {...row, assessment: {...assessment, checks: [...checks, finding]}};
}

/**
 * The check that only the detail has: it comes from opening a row. A failure of it is among those of `withCrossCheck`.
 */
export const inspectionChecks = ({crossCheck}: Inspection): readonly Check[] =>
  crossCheck.result === 'fail' ? [] : [crossCheck];

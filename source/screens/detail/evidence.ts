import type {Inspection, ProcessDetail} from '../../domain/inspection.ts';
import {whyUnknownWords} from '../../domain/known.ts';
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
 * The checks that an inspection adds to the detail. A failed cross-check is not among them: `withCrossCheck` adds it.
 */
export const inspectionChecks = ({processes, crossCheck}: Inspection): readonly Check[] => [
  ...(processes.length === 0 ? [] : [ownerPackaged(processes)]),
  ...(crossCheck.result === 'fail' ? [] : [crossCheck]),
];

/**
 * The packages that own the executables of the processes. The check never fails: not every program is from a package.
 */
function ownerPackaged(processes: readonly ProcessDetail[]): Check {
  const known = processes.flatMap(detail => (detail.package.known ? [detail.package.value] : []));
  const hidden = processes.flatMap(detail => (detail.package.known ? [] : [detail.package.why]));
  const owners = [...new Set(known.map(owner => (owner ? `${owner.name} (${owner.manager})` : 'no package')))];
  const result = hidden.length > 0 ? 'unknown' : 'pass';
  const words = [
    ...(owners.length === 0 ? [] : [`the executable belongs to ${owners.join(', ')}`]),
    ...(hidden[0] === undefined ? [] : [`not found out: ${whyUnknownWords[hidden[0]].short}`]),
  ];
  return {id: 'owner-packaged', result, detail: trusted(words.join('; '))};
}

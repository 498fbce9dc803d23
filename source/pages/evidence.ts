import type {Inspection, ProcessDetail} from '../model/inspection.ts';
import {whyUnknownWords} from '../model/known.ts';
import {own} from '../model/text.ts';
import type {Check} from '../model/verdict.ts';

/** The checks that only the detail has: they come from opening a row, and never change the verdict. */
export const inspectionChecks = ({processes, witness}: Inspection): readonly Check[] => [
  ...(processes.length === 0 ? [] : [ownerPackaged(processes)]),
  witness,
];

/** Which package owns the executable, of every process that holds the socket. Never fails: not all programs are packaged. */
function ownerPackaged(processes: readonly ProcessDetail[]): Check {
  const known = processes.flatMap(detail => (detail.package.known ? [detail.package.value] : []));
  const hidden = processes.flatMap(detail => (detail.package.known ? [] : [detail.package.why]));
  const owners = [...new Set(known.map(owner => (owner ? `${owner.name} (${owner.manager})` : 'no package')))];
  const result = hidden.length > 0 ? 'unknown' : 'pass';
  const words = [
    ...(owners.length === 0 ? [] : [`the executable belongs to ${owners.join(', ')}`]),
    ...(hidden[0] === undefined ? [] : [`not found out: ${whyUnknownWords[hidden[0]].short}`]),
  ];
  return {id: 'owner-packaged', result, detail: own(words.join('; '))};
}

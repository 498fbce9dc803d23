import type {AssessedSocket} from '../assess-all.ts';

/**
 * How a row counts in list, header and exit code, worst last: its verdict, or `accepted` where an administrator
 * accepted it and nothing speaks against that.
 */
export const standings = ['explained', 'accepted', 'learn', 'suspect'] as const;
export type Standing = (typeof standings)[number];

/** Whether a socket is not as the baseline has it: drifted, or a listener that nobody accepted. */
export const differsFromBaseline = ({acceptance}: Pick<AssessedSocket, 'acceptance'>): boolean =>
  acceptance !== null && acceptance.state !== 'accepted';

/**
 * The verdict stays as the documents have it. An explained socket needs no acceptance; one whose owner lsof and the
 * kernel name differently is not covered by one.
 */
export function standingOf({acceptance, assessment: {verdict, crossChecked}}: AssessedSocket): Standing {
  const isCovered = acceptance?.state === 'accepted' && crossChecked?.check.result !== 'fail';
  return isCovered && verdict !== 'explained' ? 'accepted' : verdict;
}

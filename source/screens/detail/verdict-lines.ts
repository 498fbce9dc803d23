import {type Line, line, span, type Tone} from '../../domain/line.ts';
import {programOf} from '../../domain/program.ts';
import type {Check, CheckResult} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import {checks as checkRecords} from '../../judge/checks/index.ts';
import {byListener, caveatOf, isExtended, unverified, withoutDirection, wordsOf} from '../../judge/explain.ts';
import {steady} from '../text/fit.ts';
import type {Symbols} from '../text/symbols.ts';
import {blank, heading, labelled, paragraph} from '../text/write.ts';

/** The verdict with its reason, the source of the reason, and its caveat. */
export function verdictLines(row: AssessedSocket, cells: number, symbols: Symbols): readonly Line[] {
  const {verdict, rule, checks, why} = row.assessment;
  const standing = standingOf(row);
  const {title, reason} = wordsOf(row);
  const failed = checks.filter(({result}) => result === 'fail');
  const notVerified = unverified(row);
  const undirected = withoutDirection(row);
  const ofListener = byListener(row);
  const caveat = caveatOf(row);
  const isContradicted = rule.verdict === 'explained' && verdict !== 'explained';
  const extended = isExtended(row) ? ' (our extension of its reasoning)' : '';
  return [
    line(
      span(`${symbols.verdict[standing]} ${standing}`, standing),
      span(steady(`  ${headline(title, why)}`), 'strong'),
    ),
    ...failed.flatMap(({detail}) => paragraph(sentence(detail, row), cells, standing)),
    ...(ofListener ? paragraph(sentence(ofListener, row), cells, standing) : []),
    ...paragraph(isContradicted ? `That contradicts the reason: ${reason}` : reason, cells),
    ...(undirected ? paragraph(sentence(undirected, row), cells, 'learn') : []),
    ...(notVerified ? paragraph(`${notVerified}.`, cells, 'learn') : []),
    ...labelled('source', `"${rule.source.document}": ${rule.source.passage}${extended}`, cells),
    ...(caveat === '' ? [] : labelled('caveat', caveat, cells)),
    ...(standing === verdict ? [] : labelled('verdict', `${verdict}, if it were not accepted`, cells)),
    ...labelled('rule', rule.id, cells),
    blank,
  ];
}

/** The title of the rule and the short reason; only once where both are the same. */
const headline = (title: string, why: string): string =>
  title.toLowerCase() === why.toLowerCase() ? title : `${title}: ${why}`;

/** A fact as a sentence. The name of a program that holds the socket keeps its first letter. */
function sentence(fact: string, {socket: {owner}}: AssessedSocket): string {
  const [first = ''] = fact.split(' ', 1);
  const isName = owner.known && owner.value.some(({process}) => programOf(process)?.name === first);
  return `${isName ? first : first.charAt(0).toUpperCase() + first.slice(1)}${fact.slice(first.length)}.`;
}

const resultTone: Record<CheckResult, Tone> = {
  pass: 'explained',
  fail: 'suspect',
  unknown: 'dim',
  'not-applicable': 'dim',
};

/**
 * The section of the checks: each with its result and the fact behind it. Checks that do not apply are listed by name.
 */
export function checkLines(checks: readonly Check[], cells: number): readonly Line[] {
  if (checks.length === 0) return [];
  const asked = checks.filter(({result}) => result !== 'not-applicable');
  const others = checks.filter(({result}) => result === 'not-applicable').map(({id}) => id);
  return [
    heading('CHECKS'),
    ...asked.flatMap(({id, result, detail}) => labelled(id, `${result}: ${detail}`, cells, resultTone[result])),
    ...(others.length === 0 ? [] : labelled('not asked here', others.join(', '), cells, 'dim')),
    blank,
  ];
}

/** For each check, the condition on which it fails. */
export const failureLines = (cells: number): readonly Line[] => [
  heading('A CHECK FAILS WHERE'),
  ...checkRecords.flatMap(({id, fails}) => labelled(id, fails, cells, 'dim')),
  blank,
];

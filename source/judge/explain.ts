import {directionReasons} from '../domain/facts.ts';
import {type WhyUnknown, whyUnknownWords} from '../domain/known.ts';
import type {AssessedSocket} from './assess-all.ts';
import {generalCaveat} from './rules/documents.ts';
import {rules} from './rules/index.ts';
import {type Condition, type Rule, type RuleWords, ruleWordsFor} from './rules/rule.ts';

/** A rule that was tried before the rule that holds, and its first condition that the socket does not meet. */
export type Tried = {readonly rule: Rule; readonly because: string};

/** The rules that do not apply to a socket, each with the first condition that does not hold. */
export function triedRules(row: AssessedSocket): readonly Tried[] {
  return rules.flatMap(rule => {
    const missing = rule.when.find(({holds}) => !holds(row));
    return missing ? [{rule, because: `it applies when ${missing.asks}${openWords(missing, row)}`}] : [];
  });
}

/** That a rule was not tried to its end, because it needs a direction. */
const openWords = ({needsDirection}: Condition, {direction}: AssessedSocket): string =>
  needsDirection && direction === 'unknown' ? ': the direction is unknown' : '';

/** "direction not in this text: …", where the direction is unknown and a rule that needs it may hold; else null. */
export function withoutDirection({direction, directionReason, assessment: {rule}}: AssessedSocket): string | null {
  return direction === 'unknown' && rule.when.length === 0 ? `direction ${directionReasons[directionReason]}` : null;
}

/** The caveat that goes with a row: always, where a reason was given, with the document's general one. */
export function caveatOf(row: AssessedSocket): string {
  const {caveat} = wordsOf(row);
  if (row.assessment.rule.verdict !== 'explained') return caveat;
  return caveat === '' ? generalCaveat : `${caveat} ${generalCaveat}`;
}

/** The words of the rule that holds for a row. */
export const wordsOf = ({socket: {netns}, assessment: {rule}}: AssessedSocket): RuleWords => ruleWordsFor(rule, netns);

/** "owner not verified: needs root", where a reason stands although the owner could not be seen; else null. */
export function unverified({socket: {owner}, formerOwner, assessment: {verdict, rule}}: AssessedSocket): string | null {
  if (owner.known || formerOwner !== null || verdict !== 'explained') return null;
  if (owner.why === 'closing') return 'owner never seen: it was closing when it was first seen';
  if (!rule.expects) return null;
  return `owner not verified: ${ownerWords(owner.why)}`;
}

const ownerWords = (why: WhyUnknown): string => whyUnknownWords[why].short;

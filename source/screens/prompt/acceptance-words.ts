import {type ConfirmedAction, confirmationWord} from '../../app/state/confirm.ts';
import {describeSubject} from '../../judge/baseline/describe-block.ts';
import {dateWords} from '../detail/acceptance-facts.ts';
import {steady, width} from '../text/fit.ts';

type OfBaseline = Extract<ConfirmedAction, {kind: 'withdraw' | 'accept-all'}>;

/** The longest question that fits with its instruction; else the shortest. */
export function acceptanceWords(confirmed: OfBaseline, cells: number) {
  const instruction = ` type ${confirmationWord(confirmed)} and Enter: `;
  const questions = (confirmed.kind === 'withdraw' ? withdrawal(confirmed) : acceptances(confirmed)).map(steady);
  const fitting = questions.find(question => width(question + instruction) <= cells);
  return {question: fitting ?? questions.at(-1) ?? '', instruction};
}

function withdrawal({block}: Extract<OfBaseline, {kind: 'withdraw'}>): readonly string[] {
  const subject = describeSubject(block);
  const since = block.accepted === null ? '' : `, accepted ${dateWords(block.accepted)}`;
  const note = block.note === null ? '' : `, "${block.note}"`;
  return [
    `withdraw the acceptance of ${subject}${since}${note}?`,
    `withdraw the acceptance of ${subject}${since}?`,
    `withdraw the acceptance of ${subject}?`,
    `withdraw ${subject}?`,
  ];
}

function acceptances({plan: {planned, refused}}: Extract<OfBaseline, {kind: 'accept-all'}>): readonly string[] {
  const listeners = planned.filter(({draft}) => draft.block.kind === 'listener').length;
  const conversations = planned.length - listeners;
  const counts = [counted(listeners, 'listener'), counted(conversations, 'conversation')].filter(text => text !== '');
  const whole = `accept ${counts.join(' and ')} as ${planned.length === 1 ? 'it is' : 'they are'} now`;
  if (refused.length === 0) return [`${whole}?`, `accept ${counts.join(', ')}?`];
  const [first = '', ...others] = new Set(refused.map(({refusal}) => refusal.replace(/^not accepted: /, '')));
  return [
    `${whole}, but not ${refused.length} (${[first, ...others].join('; ')})?`,
    `${whole}, but not ${refused.length} (${first}${others.length > 0 ? ' …' : ''})?`,
    `accept ${counts.join(', ')}, not ${refused.length}: ${first}`,
  ];
}

const counted = (count: number, noun: string): string =>
  count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;

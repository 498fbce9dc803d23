import {confirmationWord, type DestructiveAction} from '../../app/state/confirm.ts';
import type {ConfirmMode} from '../../app/state/modes.ts';
import type {State} from '../../app/state/state.ts';
import {endsText, ownerText, protocolText} from '../../app/table/cells.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {cut, steady, width} from '../text/fit.ts';
import type {Symbols} from '../text/symbols.ts';
import {acceptanceWords} from './acceptance-words.ts';

/** The prompt before an action that a typed word confirms; the word is never cut. */
export function confirmPrompt({size, settings: {symbols}}: State, {confirmed, text}: ConfirmMode): Line {
  const word = confirmationWord(confirmed);
  const typed = text.length > word.length ? symbols.ellipsis + text.slice(-word.length) : text;
  // Room for the word, one character more and the caret, so nothing moves while the user types.
  const cells = size.columns - word.length - 2;
  const {question, instruction} =
    confirmed.kind === 'withdraw' || confirmed.kind === 'accept-all'
      ? acceptanceWords(confirmed, cells)
      : confirmWords(confirmed, cells, symbols);
  const tone = confirmed.kind === 'accept-all' ? 'strong' : 'suspect';
  return line(
    span(cut(question, Math.max(0, cells - instruction.length), symbols.ellipsis), tone),
    span(instruction, 'strong'),
    span(typed),
    span(' ', 'alert'),
  );
}

type Wording = {readonly questionOf: (name: string, ends: string) => string; readonly instruction: string};

function wordingsOf(confirmed: DestructiveAction): readonly [longest: Wording, shortest: Wording] {
  const protocol = protocolText(confirmed.row.socket);
  const word = confirmationWord(confirmed);
  const instruction = ` type ${word} and Enter: `;
  if (confirmed.kind === 'close-connection') {
    const questionOf: Wording['questionOf'] = (name, ends) => `close ${protocol} ${ends} of ${name}?`;
    return [
      {questionOf, instruction},
      {questionOf, instruction: ` type ${word}: `},
    ];
  }
  return [
    {questionOf: (name, ends) => `end ${name}, pid ${word}, owner of ${protocol} ${ends}?`, instruction},
    {questionOf: (name, ends) => `end ${name} of ${protocol} ${ends}?`, instruction: ` type pid ${word}: `},
  ];
}

/** Cells that the ends of a connection keep when cut, which shows both ports; and the limit of a name beside them. */
const minEndsCells = 15;
const maxNameCells = 12;

/** The longest wording that fits whole. Where none fits, name and addresses are cut, but no pid and no port. */
function confirmWords(
  confirmed: DestructiveAction,
  cells: number,
  symbols: Symbols,
): {readonly question: string; readonly instruction: string} {
  const {row} = confirmed;
  const name = (room: number): string =>
    steady(
      confirmed.kind === 'end-owner'
        ? cut(confirmed.name, room, symbols.ellipsis)
        : ownerText(row.socket, room, symbols),
    );
  const ends = (room: number): string => steady(endsText(row, room, symbols));
  const [wholeName, wholeEnds] = [name(Number.POSITIVE_INFINITY), ends(Number.POSITIVE_INFINITY)];
  const wordings = wordingsOf(confirmed);
  for (const {questionOf, instruction} of wordings) {
    const question = questionOf(wholeName, wholeEnds);
    if (width(question + instruction) <= cells) return {question, instruction};
  }
  const {questionOf, instruction} = wordings[1];
  const room = cells - width(questionOf('', '') + instruction);
  const endsRoom = Math.max(minEndsCells, room - Math.min(width(wholeName), maxNameCells));
  return {question: questionOf(name(room - Math.min(width(wholeEnds), endsRoom)), ends(endsRoom)), instruction};
}

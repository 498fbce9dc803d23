import {confirmationWord, type DestructiveAction} from '../../app/state/confirm.ts';
import {completionsOf} from '../../app/state/filter-input.ts';
import type {ConfirmMode, FilterMode, State} from '../../app/state/state.ts';
import {endsText, ownerText, protocolText} from '../../app/table/cells.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {footerLine} from '../footer.ts';
import {cut, endOf, steady, width} from '../text/fit.ts';
import {atEdges, lineWidth} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';

/** The filter prompt: the text with its caret, and beside it the error, the completions or the keys. */
export function filterPrompt(state: State, mode: FilterMode): Line {
  const {filter, size, settings} = state;
  const tone = filter.error ? 'error' : 'strong';
  const room = Math.max(8, Math.floor(size.columns / 2));
  const before = endOf(steady(filter.text.slice(0, mode.caret)), room);
  const [at = ' '] = filter.text.slice(mode.caret);
  const after = cut(
    steady(filter.text.slice(mode.caret + at.length)),
    Math.max(0, room - width(before)),
    settings.symbols.ellipsis,
  );
  const typed = line(span('/', 'accent'), span(before, tone), span(steady(at), 'alert'), span(after, tone));
  const left = size.columns - lineWidth(typed) - 2;
  const completions = completionsOf(state, mode);
  if (filter.error && completions.length === 0) {
    return atEdges(
      typed,
      line(span(cut(`at ${filter.error.at + 1}: ${filter.error.message}`, left), 'error')),
      size.columns,
    );
  }
  if (completions.length > 0 && filter.text !== '') {
    return atEdges(typed, line(span(cut(completions.join(' '), left), 'dim')), size.columns);
  }
  return atEdges(typed, footerLine('filter', left, '', settings.ascii), size.columns);
}

const exportWords = ['write these sockets as  ', 'write  ', ''];

/** The export prompt: the longest wording that leaves room for as many keys as the shortest one. */
export function exportPrompt({size, settings}: State): Line {
  const prompts = exportWords.map(words => {
    const keys = footerLine('export', Math.max(0, size.columns - width(words)), '', settings.ascii);
    return {keyCount: countKeys(keys), line: line(span(words, 'strong'), ...keys.spans)};
  });
  const maxKeys = Math.max(...prompts.map(({keyCount}) => keyCount));
  return prompts.find(({keyCount}) => keyCount === maxKeys)?.line ?? line();
}

const countKeys = ({spans}: Line): number => spans.filter(({tone}) => tone === 'accent').length;

/** The prompt before a destructive action: process, pid and socket, and the word to type, which is never cut. */
export function confirmPrompt({size, settings: {symbols}}: State, {destructive, text}: ConfirmMode): Line {
  const word = confirmationWord(destructive);
  const typed = text.length > word.length ? symbols.ellipsis + text.slice(-word.length) : text;
  // Room for the word, one character more and the caret, so nothing moves while the user types.
  const cells = size.columns - word.length - 2;
  const {question, instruction} = confirmWords(destructive, cells, symbols);
  return line(
    span(cut(question, Math.max(0, cells - instruction.length), symbols.ellipsis), 'suspect'),
    span(instruction, 'strong'),
    span(typed),
    span(' ', 'alert'),
  );
}

type Wording = {readonly questionOf: (name: string, ends: string) => string; readonly instruction: string};

function wordingsOf(destructive: DestructiveAction): readonly [longest: Wording, shortest: Wording] {
  const protocol = protocolText(destructive.row.socket);
  const word = confirmationWord(destructive);
  const instruction = ` type ${word} and Enter: `;
  if (destructive.kind === 'close-connection') {
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
  destructive: DestructiveAction,
  cells: number,
  symbols: Symbols,
): {readonly question: string; readonly instruction: string} {
  const {row} = destructive;
  const name = (room: number): string =>
    steady(
      destructive.kind === 'end-owner'
        ? cut(destructive.name, room, symbols.ellipsis)
        : ownerText(row.socket, room, symbols),
    );
  const ends = (room: number): string => steady(endsText(row, room, symbols));
  const [wholeName, wholeEnds] = [name(Number.POSITIVE_INFINITY), ends(Number.POSITIVE_INFINITY)];
  const wordings = wordingsOf(destructive);
  for (const {questionOf, instruction} of wordings) {
    const question = questionOf(wholeName, wholeEnds);
    if (width(question + instruction) <= cells) return {question, instruction};
  }
  const {questionOf, instruction} = wordings[1];
  const room = cells - width(questionOf('', '') + instruction);
  const endsRoom = Math.max(minEndsCells, room - Math.min(width(wholeName), maxNameCells));
  return {question: questionOf(name(room - Math.min(width(wholeEnds), endsRoom)), ends(endsRoom)), instruction};
}

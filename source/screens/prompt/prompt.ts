import {confirmationWord, type DestructiveAction} from '../../app/state/confirm.ts';
import {completionsOf} from '../../app/state/filter-input.ts';
import type {ConfirmMode, FilterMode, State} from '../../app/state/state.ts';
import {endsText, ownerText, protocolText} from '../../app/table/cells.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {footerLine} from '../footer.ts';
import {cut, endOf, steady, width} from '../text/fit.ts';
import {atEdges, lineWidth} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';

/** The last line while a filter is typed: the text with its caret; what is wrong with it, what it can go on as, or the keys. */
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

const exportWords = ['write what is shown as  ', 'write  ', ''];

/** The last line while the kind of file is asked for: the longest words beside which most of the keys are left. */
export function exportPrompt({size, settings}: State): Line {
  const lines = exportWords.map(words => {
    const keys = footerLine('export', Math.max(0, size.columns - width(words)), '', settings.ascii);
    return {keys, asked: line(span(words, 'strong'), ...keys.spans)};
  });
  const most = Math.max(...lines.map(({keys}) => keysTold(keys)));
  return lines.find(({keys}) => keysTold(keys) === most)?.asked ?? line();
}

const keysTold = ({spans}: Line): number => spans.filter(({tone}) => tone === 'accent').length;

/** The last line before what cannot be undone: process, pid and socket, and what to type, which is never cut. */
export function confirmPrompt({size, settings: {symbols}}: State, {destructive, text}: ConfirmMode): Line {
  const word = confirmationWord(destructive);
  const typed = text.length > word.length ? symbols.ellipsis + text.slice(-word.length) : text;
  // The word and a sign more, and the caret: nothing moves while they are typed.
  const cells = size.columns - word.length - 2;
  const {what, asked} = confirmWords(destructive, cells, symbols);
  return line(
    span(cut(what, Math.max(0, cells - asked.length), symbols.ellipsis), 'suspect'),
    span(asked, 'strong'),
    span(typed),
    span(' ', 'alert'),
  );
}

type Wording = {readonly what: (name: string, ends: string) => string; readonly asked: string};

function wordingsOf(destructive: DestructiveAction): readonly [longest: Wording, shortest: Wording] {
  const protocol = protocolText(destructive.row.socket);
  const word = confirmationWord(destructive);
  const asked = ` type ${word} and Enter: `;
  if (destructive.kind === 'close-connection') {
    const what: Wording['what'] = (name, ends) => `close ${protocol} ${ends} of ${name}?`;
    return [
      {what, asked},
      {what, asked: ` type ${word}: `},
    ];
  }
  return [
    {what: (name, ends) => `end ${name}, pid ${word}, owner of ${protocol} ${ends}?`, asked},
    {what: (name, ends) => `end ${name} of ${protocol} ${ends}?`, asked: ` type pid ${word}: `},
  ];
}

/** Cells in which both ports of a connection stay, and most of a name. */
const leastEnds = 15;
const mostName = 12;

/** The longest wording that fits whole; where none does, name and addresses are cut, never a pid or a port. */
function confirmWords(
  destructive: DestructiveAction,
  cells: number,
  symbols: Symbols,
): {readonly what: string; readonly asked: string} {
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
  for (const {what, asked} of wordings) {
    const whole = what(wholeName, wholeEnds);
    if (width(whole + asked) <= cells) return {what: whole, asked};
  }
  const {what, asked} = wordings[1];
  const room = cells - width(what('', '') + asked);
  const endsRoom = Math.max(leastEnds, room - Math.min(width(wholeName), mostName));
  return {what: what(name(room - Math.min(width(wholeEnds), endsRoom)), ends(endsRoom)), asked};
}

import {cut, steady, width} from '../layout/fit.ts';
import {atEdges, lineWidth} from '../layout/parts.ts';
import {type Line, line, span} from '../model/line.ts';
import {wordOf} from '../state/confirm.ts';
import {completionsOf} from '../state/filter.ts';
import type {ConfirmMode, FilterMode, State} from '../state/state.ts';
import {endsText, ownerText, protocolText} from '../table/cells.ts';
import {footerLine} from './footer.ts';

/** The last line while a filter is typed: the text with its caret; what is wrong with it, what it can go on as, or the keys. */
export function filterPrompt(state: State, mode: FilterMode): Line {
  const {filter, size, settings} = state;
  const tone = filter.error ? 'error' : 'strong';
  const room = Math.max(8, Math.floor(size.columns / 2));
  const start = Math.max(0, mode.caret - room);
  const before = steady(filter.text.slice(start, mode.caret));
  const at = steady(filter.text.slice(mode.caret, mode.caret + 1)) || ' ';
  const after = cut(
    steady(filter.text.slice(mode.caret + 1)),
    Math.max(0, room - width(before)),
    settings.symbols.ellipsis,
  );
  const typed = line(span('/', 'accent'), span(before, tone), span(at, 'alert'), span(after, tone));
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

/** The last line while the kind of file is asked for. */
export function exportPrompt({size, settings}: State): Line {
  const asked = line(span('write what is shown as  ', 'strong'));
  return line(...asked.spans, ...footerLine('export', size.columns - lineWidth(asked), '', settings.ascii).spans);
}

/** The last line before what cannot be undone: process, pid and socket, and what to type. */
export function confirmPrompt({size, settings}: State, {deed, text}: ConfirmMode): Line {
  const {row} = deed;
  const ends = endsText(row, size.columns, settings.symbols);
  const what =
    deed.kind === 'end-owner'
      ? `end ${deed.name}, pid ${deed.pid}, owner of ${protocolText(row.socket)} ${ends}?`
      : `close ${protocolText(row.socket)} ${ends} of ${ownerText(row.socket, size.columns, settings.symbols)}?`;
  const asked = ` type ${wordOf(deed)} and Enter: `;
  const room = Math.max(0, size.columns - asked.length - text.length - 1);
  return line(
    span(cut(steady(what), room, settings.symbols.ellipsis), 'suspect'),
    span(asked, 'strong'),
    span(text),
    span(' ', 'alert'),
  );
}

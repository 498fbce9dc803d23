import {completionsOf} from '../../app/state/filter-input.ts';
import type {FilterMode} from '../../app/state/modes.ts';
import type {State} from '../../app/state/state.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {footerLine} from '../footer.ts';
import {cut, width} from '../text/fit.ts';
import {atEdges, lineWidth} from '../text/parts.ts';
import {inputSpans} from './input-spans.ts';

/** The filter prompt: the text with its caret, and beside it the error, the completions or the keys. */
export function filterPrompt(state: State, mode: FilterMode): Line {
  const {filter, size, settings} = state;
  const tone = filter.error ? 'error' : 'strong';
  const room = Math.max(8, Math.floor(size.columns / 2));
  const typed = line(span('/', 'accent'), ...inputSpans(filter.text, mode.caret, room, tone, settings.symbols));
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

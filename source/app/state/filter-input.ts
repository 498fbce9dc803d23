import {fields} from '../table/filter/fields.ts';
import {readQuery} from '../table/filter/query.ts';
import {withRebuiltList} from './rebuild-list.ts';
import type {Filter, FilterMode, State} from './state.ts';

/** Reads a text as a filter; while it is wrong, the last good query stays. */
export function readFilter(text: string, before: Filter): Filter {
  const query = readQuery(text);
  return query.ok
    ? {text, query, error: null}
    : {text, query: before.query, error: {message: query.message, at: query.at}};
}

/** Starts typing at the end of what stands. */
export const startFilter = (state: State): State => ({
  ...state,
  mode: {at: 'filter', caret: state.filter.text.length, before: state.filter, cursor: state.cursor},
});

/**
 * Reads a text that is being typed. A last word with which the name of a field begins is not looked for yet: the rest and a
 * colon may follow, and the list would be empty until then.
 */
function readTyped(text: string, before: Filter): Filter {
  const word = text.match(/(?:^|[\s!-])([a-z]+)$/)?.[1];
  const mayBeField = word !== undefined && fields.some(({name}) => name.startsWith(word));
  return mayBeField ? {text, query: before.query, error: null} : readFilter(text, before);
}

/** Longest filter that can be typed, in UTF-16 units. */
const longest = 500;

/** Puts text in the place of what stands from `from` to `to`, and the caret behind it. */
function splice(state: State, mode: FilterMode, from: number, to: number, text: string): State {
  const {text: old} = state.filter;
  const changed = (old.slice(0, from) + text + old.slice(to)).slice(0, longest);
  const next = {...mode, caret: Math.min(from + text.length, changed.length)};
  return withRebuiltList(state, {filter: readTyped(changed, state.filter), mode: next});
}

/** Text typed or pasted at the caret, on one line. */
export function typeText(state: State, mode: FilterMode, text: string): State {
  const line = text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '');
  return splice(state, mode, mode.caret, mode.caret, line);
}

export const moveCaret = (state: State, mode: FilterMode, caret: number): State => ({...state, mode: {...mode, caret}});

export const caretLeft = (state: State, mode: FilterMode): State =>
  moveCaret(state, mode, mode.caret - lastOf(state.filter.text.slice(0, mode.caret)).length);

export function caretRight(state: State, mode: FilterMode): State {
  const [next = ''] = state.filter.text.slice(mode.caret);
  return moveCaret(state, mode, mode.caret + next.length);
}

/** The last character, of one UTF-16 unit or two. */
const lastOf = (text: string): string => text.match(/.$/su)?.[0] ?? '';

/** Takes away the character before the caret. */
export function eraseCharacter(state: State, mode: FilterMode): State {
  const last = lastOf(state.filter.text.slice(0, mode.caret));
  return splice(state, mode, mode.caret - last.length, mode.caret, '');
}

/** Takes away the word before the caret, with the blanks behind it. */
export function eraseWord(state: State, mode: FilterMode): State {
  const before = state.filter.text.slice(0, mode.caret);
  return splice(state, mode, before.replace(/\S*\s*$/, '').length, mode.caret, '');
}

/** Takes away all before the caret. */
export const eraseLine = (state: State, mode: FilterMode): State => splice(state, mode, 0, mode.caret, '');

/** What is typed of a word before the caret, and what it can go on as: names of fields, or the words a field takes. */
function completionAt({filter}: State, {caret}: FilterMode): {typed: string; choices: readonly string[]} {
  const word = filter.text.slice(0, caret).match(/\S*$/)?.[0].replace(/^[!-]/, '') ?? '';
  const [name = '', value] = word.split(':');
  const field = fields.find(each => each.name === name);
  const typed = value === undefined ? name : (value.split('|').at(-1) ?? '');
  const all = value === undefined ? fields.map(each => `${each.name}:`) : field?.kind === 'word' ? field.words : [];
  return {typed, choices: all.filter(each => each.startsWith(typed))};
}

export const completionsOf = (state: State, mode: FilterMode): readonly string[] => completionAt(state, mode).choices;

/** Completes as far as all that it can go on as agree. */
export function complete(state: State, mode: FilterMode): State {
  const {typed, choices} = completionAt(state, mode);
  const [first = ''] = choices;
  let length = first.length;
  for (const choice of choices) while (!choice.startsWith(first.slice(0, length))) length--;
  const more = first.slice(typed.length, length);
  return more === '' ? state : splice(state, mode, mode.caret, mode.caret, more);
}

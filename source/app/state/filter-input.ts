import {fields} from '../table/filter/fields.ts';
import {readQuery} from '../table/filter/query.ts';
import {withRebuiltList} from './rebuild-list.ts';
import type {Filter, FilterMode, State} from './state.ts';

/** Reads a text as a filter. A text with an error leaves the query of `before` in force. */
export function readFilter(text: string, before: Filter): Filter {
  const query = readQuery(text);
  return query.ok
    ? {text, query, error: null}
    : {text, query: before.query, error: {message: query.message, at: query.at}};
}

/** Opens the filter prompt with the caret at the end of the filter. */
export const startFilter = (state: State): State => ({
  ...state,
  mode: {at: 'filter', caret: state.filter.text.length, before: state.filter, cursor: state.cursor},
});

/**
 * Reads a text while the user types it. A last word that is the beginning of a field's name does not filter yet: the
 * rest of the name and a colon may follow, and the list would be empty until then.
 */
function readTyped(text: string, before: Filter): Filter {
  const word = text.match(/(?:^|[\s!-])([a-z]+)$/)?.[1];
  const mayBeField = word !== undefined && fields.some(({name}) => name.startsWith(word));
  return mayBeField ? {text, query: before.query, error: null} : readFilter(text, before);
}

/** Length limit of a filter, in UTF-16 units. */
const maxLength = 500;

/** Replaces the text from `from` to `to` (UTF-16 units), and puts the caret behind the new text. */
function splice(state: State, mode: FilterMode, from: number, to: number, text: string): State {
  const {text: old} = state.filter;
  const changed = (old.slice(0, from) + text + old.slice(to)).slice(0, maxLength);
  const next = {...mode, caret: Math.min(from + text.length, changed.length)};
  return withRebuiltList(state, {filter: readTyped(changed, state.filter), mode: next});
}

/** Inserts typed or pasted text at the caret, as one line without control characters. */
export function typeText(state: State, mode: FilterMode, text: string): State {
  const line = text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '');
  return splice(state, mode, mode.caret, mode.caret, line);
}

/** Puts the caret at a position, in UTF-16 units from 0. */
export const moveCaret = (state: State, mode: FilterMode, caret: number): State => ({...state, mode: {...mode, caret}});

/** Moves the caret back by one character, of one UTF-16 unit or two. */
export const caretLeft = (state: State, mode: FilterMode): State =>
  moveCaret(state, mode, mode.caret - lastCharacter(state.filter.text.slice(0, mode.caret)).length);

/** Moves the caret on by one character, of one UTF-16 unit or two. */
export function caretRight(state: State, mode: FilterMode): State {
  const [next = ''] = state.filter.text.slice(mode.caret);
  return moveCaret(state, mode, mode.caret + next.length);
}

/** The last character, of one UTF-16 unit or two. */
const lastCharacter = (text: string): string => text.match(/.$/su)?.[0] ?? '';

export function eraseCharacter(state: State, mode: FilterMode): State {
  const last = lastCharacter(state.filter.text.slice(0, mode.caret));
  return splice(state, mode, mode.caret - last.length, mode.caret, '');
}

/** Erases the word before the caret, with the blanks behind it. */
export function eraseWord(state: State, mode: FilterMode): State {
  const before = state.filter.text.slice(0, mode.caret);
  return splice(state, mode, before.replace(/\S*\s*$/, '').length, mode.caret, '');
}

/** Erases all text before the caret. */
export const eraseLine = (state: State, mode: FilterMode): State => splice(state, mode, 0, mode.caret, '');

/**
 * The word that ends at the caret, as far as typed, and its possible completions: names of fields, or words of a field.
 */
function completionAt({filter}: State, {caret}: FilterMode): {typed: string; choices: readonly string[]} {
  const word = filter.text.slice(0, caret).match(/\S*$/)?.[0].replace(/^[!-]/, '') ?? '';
  const [name = '', value] = word.split(':');
  if (value === undefined)
    return {
      typed: name,
      choices: startingWith(
        name,
        fields.map(field => `${field.name}:`),
      ),
    };
  const typed = value.split('|').at(-1) ?? '';
  const field = fields.find(candidate => candidate.name === name);
  return {typed, choices: field?.kind === 'word' ? startingWith(typed, field.words) : []};
}

const startingWith = (start: string, words: readonly string[]): readonly string[] =>
  words.filter(word => word.startsWith(start));

/** The completions of the word that ends at the caret. */
export const completionsOf = (state: State, mode: FilterMode): readonly string[] => completionAt(state, mode).choices;

/** Completes the word before the caret as far as all its completions agree. */
export function complete(state: State, mode: FilterMode): State {
  const {typed, choices} = completionAt(state, mode);
  const [first = ''] = choices;
  let length = first.length;
  for (const choice of choices) while (!choice.startsWith(first.slice(0, length))) length--;
  const more = first.slice(typed.length, length);
  return more === '' ? state : splice(state, mode, mode.caret, mode.caret, more);
}

import {fields} from '../table/filter/fields.ts';
import {readQuery} from '../table/filter/query.ts';
import type {FilterMode} from './modes.ts';
import {withRebuiltList} from './rebuild-list.ts';
import type {Filter, State} from './state.ts';
import {type Edit, editText, insertText, type TextInput} from './text-input.ts';

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

/** Replaces text and caret; other text is another filter. */
function replace(state: State, mode: FilterMode, {text, caret}: TextInput): State {
  const next = {...mode, caret};
  return text === state.filter.text
    ? {...state, mode: next}
    : withRebuiltList(state, {filter: readTyped(text, state.filter), mode: next});
}

const inputOf = ({filter: {text}}: State, {caret}: FilterMode): TextInput => ({text, caret});

/** Inserts typed or pasted text at the caret. */
export const typeText = (state: State, mode: FilterMode, text: string): State =>
  replace(state, mode, insertText(inputOf(state, mode), text));

/** Edits the text by a key. */
export const editFilter = (state: State, mode: FilterMode, edit: Edit): State =>
  replace(state, mode, editText(inputOf(state, mode), edit));

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
  return more === '' ? state : typeText(state, mode, more);
}

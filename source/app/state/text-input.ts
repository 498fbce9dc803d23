import type {Action} from '../keys/bindings.ts';

/** A text that is typed into the last line; `caret` is the position of the next character, in UTF-16 units from 0. */
export type TextInput = {readonly text: string; readonly caret: number};

export const noInput: TextInput = {text: '', caret: 0};

/** Length limit of a typed text, in UTF-16 units. */
const maxLength = 500;

/** Replaces the text from `from` to `to` (UTF-16 units), and puts the caret behind the new text. */
function splice({text: old}: TextInput, from: number, to: number, text: string): TextInput {
  const changed = (old.slice(0, from) + text + old.slice(to)).slice(0, maxLength);
  return {text: changed, caret: Math.min(from + text.length, changed.length)};
}

/** Inserts typed or pasted text at the caret, as one line without control characters. */
export const insertText = (input: TextInput, text: string): TextInput =>
  splice(input, input.caret, input.caret, text.replace(/\s+/g, ' ').replace(/\p{C}/gu, ''));

/** The last character, of one UTF-16 unit or two. */
const lastCharacter = (text: string): string => text.match(/.$/su)?.[0] ?? '';

const beforeCaret = ({text, caret}: TextInput): string => text.slice(0, caret);

/** The keys that edit a text, as in readline(3). A word is erased with the blanks behind it. */
const edits = {
  'erase-character': input => splice(input, input.caret - lastCharacter(beforeCaret(input)).length, input.caret, ''),
  'erase-word': input => splice(input, beforeCaret(input).replace(/\S*\s*$/, '').length, input.caret, ''),
  'erase-line': input => splice(input, 0, input.caret, ''),
  'caret-left': input => ({...input, caret: input.caret - lastCharacter(beforeCaret(input)).length}),
  'caret-right': input => {
    const [next = ''] = input.text.slice(input.caret);
    return {...input, caret: input.caret + next.length};
  },
  'caret-start': input => ({...input, caret: 0}),
  'caret-end': input => ({...input, caret: input.text.length}),
} as const satisfies Partial<Record<Action, (input: TextInput) => TextInput>>;

export type Edit = keyof typeof edits;

export const isEdit = (action: Action): action is Edit => action in edits;

/** The text and its caret after a key. */
export const editText = (input: TextInput, edit: Edit): TextInput => edits[edit](input);

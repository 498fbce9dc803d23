import type {BindingRecord} from './binding.ts';

/** Prompts for a text of any characters. */
const typed = ['filter', 'accept'] as const;

/**
 * The keys of the prompts in the last line: the filter, the note of an acceptance, the confirmation word, and the file
 * format of an export.
 */
export const promptBindings = [
  {keys: ['enter'], action: 'keep-filter', modes: ['filter'], help: 'keep the filter', hint: {text: 'keep', rank: 1}},
  {keys: ['tab'], action: 'complete', modes: ['filter'], help: 'complete the field', hint: {text: 'complete', rank: 2}},
  {keys: ['down'], action: 'next', modes: ['filter'], help: 'next row'},
  {keys: ['up'], action: 'previous', modes: ['filter'], help: 'previous row'},
  {keys: ['backspace', 'delete', 'ctrl-h'], action: 'erase-character', modes: typed, help: 'erase a character'},
  {keys: ['ctrl-w'], action: 'erase-word', modes: typed, help: 'erase a word'},
  {keys: ['ctrl-u'], action: 'erase-line', modes: typed, help: 'erase the line'},
  {keys: ['left', 'ctrl-b'], action: 'caret-left', modes: typed, help: 'back a character'},
  {keys: ['right', 'ctrl-f'], action: 'caret-right', modes: typed, help: 'on a character'},
  {keys: ['home', 'ctrl-a'], action: 'caret-start', modes: typed, help: 'start of the line'},
  {keys: ['end', 'ctrl-e'], action: 'caret-end', modes: typed, help: 'end of the line'},
  {
    keys: ['escape'],
    action: 'escape',
    modes: ['filter'],
    help: 'restore the filter before',
    hint: {text: 'as before', rank: 0},
  },
  {keys: ['enter'], action: 'keep-note', modes: ['accept'], help: 'accept it', hint: {text: 'accept', rank: 1}},
  {keys: ['escape'], action: 'escape', modes: ['accept'], help: 'do nothing', hint: {text: 'do nothing', rank: 0}},
  {keys: ['enter'], action: 'confirm', modes: ['confirm'], help: 'do it', hint: {text: 'do it', rank: 1}},
  {keys: ['backspace', 'delete', 'ctrl-h'], action: 'erase-character', modes: ['confirm'], help: 'erase a character'},
  {keys: ['escape'], action: 'escape', modes: ['confirm'], help: 'do nothing', hint: {text: 'do nothing', rank: 0}},
  {keys: ['j'], action: 'export-json', modes: ['export'], help: 'write JSON', hint: {text: 'JSON', rank: 0}},
  {keys: ['c'], action: 'export-csv', modes: ['export'], help: 'write CSV', hint: {text: 'CSV', rank: 1}},
  {keys: ['escape', 'q'], action: 'escape', modes: ['export'], help: 'write nothing', hint: {text: 'no', rank: 2}},
] as const satisfies readonly BindingRecord[];

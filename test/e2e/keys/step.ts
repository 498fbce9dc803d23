import type {Mode} from '../../../source/app/keys/binding.ts';
import type {Holder} from '../helpers/sockets.ts';

/** How each key of the binding table is tried on the built program, and what it has to change on the screen. */

export type Lines = readonly string[];

export type Step =
  | {
      /** Keys that lead to where the key does something, from the screen with which the mode begins. */
      readonly from?: readonly string[];
      /** Whether the screen shows the place to which they lead; absent: any screen but the first. */
      readonly ready?: (lines: Lines) => boolean;
      /** Changes the host after that; such a key is tried after the others. */
      readonly meanwhile?: (holder: Holder) => Promise<unknown>;
      /** Keys that make visible what the key did, as where a caret stands. */
      readonly next?: readonly string[];
      /** What has to be on the screen after the key; it may not be so before. */
      readonly sees: (after: Lines, before: Lines) => boolean;
      /** Keys that lead back to the beginning. */
      readonly undo?: readonly string[];
    }
  /** An effect that the text on the screen does not show. */
  | {readonly does: 'quit' | 'stop' | 'redraw'};

/** By key. */
export type Steps = Readonly<Record<string, Step>>;

/** The screen of a mode: how one gets there from the list, and how it begins. */
export type Stage = {readonly mode: Mode; readonly enter: readonly string[]; readonly shows: (lines: Lines) => boolean};

/** The same step for several keys. */
export const keys = (names: string, step: Step): Steps =>
  Object.fromEntries(names.split(' ').map(name => [name, step]));

/** What is the same on every screen. */
export const everywhere: Steps = {
  'ctrl-l': {does: 'redraw'},
  'ctrl-z': {does: 'stop'},
  'ctrl-c': {does: 'quit'},
};

export const size = {columns: 120, rows: 20};

export const last = (lines: Lines): string => lines.at(-1) ?? '';
export const text = (lines: Lines): string => lines.join('\n');
export const cursorLine = (lines: Lines): string => lines.find(line => line.startsWith('›')) ?? '';
export const showsHelp = (lines: Lines): boolean => lines[0] === 'portwatch help';
export const showsList = (lines: Lines): boolean =>
  /^portwatch {2}/.test(lines[0] ?? '') && /q quit {2,}\d+\/\d+$/.test(last(lines));

/** Asks for the note of the first socket, which is suspect. */
export const asksForNote = (lines: Lines): boolean =>
  /^accept tcp 22 of .* note, needed(?: since it is suspect.*)?:$/.test(last(lines));

/** What is the same in the list, whose cursor begins on the first listener, and in the detail of that. */
export const ofFirstSocket: Steps = {
  e: {sees: lines => lines.includes('$ lsof -nP -i4TCP:22'), undo: ['enter']},
  a: {sees: asksForNote, undo: ['escape']},
  K: {sees: lines => /^end python3, pid \d+, owner of tcp 0\.0\.0\.0:22\?/.test(last(lines)), undo: ['escape']},
};
export const copiesCommand = (lines: Lines): boolean =>
  last(lines) === 'sent to your clipboard: sudo lsof -nP -iTCP:22 -sTCP:LISTEN';
export const asksToClose = (lines: Lines): boolean => /^close tcp .* type close/.test(last(lines));

/** What opens the help from a screen that is not the help. */
export const toHelp: Steps = keys('? h', {sees: showsHelp, undo: ['escape']});

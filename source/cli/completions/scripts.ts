import type {Shell} from '../options-table.ts';
import {bashCompletion} from './bash.ts';
import {fishCompletion} from './fish.ts';
import {zshCompletion} from './zsh.ts';

/** The texts of `--completions`, and the file name of each in the shell's folder of completions. */
export const completionScripts: Readonly<Record<Shell, {readonly file: string; readonly text: () => string}>> = {
  bash: {file: 'portwatch', text: bashCompletion},
  zsh: {file: '_portwatch', text: zshCompletion},
  fish: {file: 'portwatch.fish', text: fishCompletion},
};

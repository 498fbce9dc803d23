import {existsSync, mkdirSync} from 'node:fs';
import {dirname} from 'node:path';

/**
 * Makes a directory with these permissions, and the directories above it that are absent. One by one, because Node's
 * own `recursive` never returns in /proc. Throws as mkdir(2) does.
 */
export function makeDirectory(path: string, mode: number): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path), mode);
  mkdirSync(path, {mode});
}

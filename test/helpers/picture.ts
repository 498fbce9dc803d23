import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';

/**
 * Compares drawn text with a picture in `test/screens/drawn/`. After an intended change, draw the pictures again with
 * `UPDATE_SCREENS=1 npm run test:all`, and read the diff before you commit it. In CI they are never drawn.
 */
export function assertPicture(name: string, drawn: string): void {
  const file = new URL(`../screens/drawn/${name}.txt`, import.meta.url);
  if (process.env.UPDATE_SCREENS === '1' && !process.env.CI) writeFileSync(file, `${drawn}\n`);
  assert.ok(existsSync(file), `there is no ${name}.txt: draw it with UPDATE_SCREENS=1`);
  assert.equal(`${drawn}\n`, readFileSync(file, 'utf8'));
}

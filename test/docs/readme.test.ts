import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {readmeTables, withTables} from '../../source/docs/tables.ts';

const readme = readFileSync('readme.md', 'utf8');

test('the tables of the readme are those of the program (npm run docs brings them up to date)', () => {
  assert.equal(withTables(readme), readme);
});

test('the readme has every table', () => {
  for (const name of Object.keys(readmeTables)) assert.match(readme, new RegExp(`<!-- table: ${name} -->`));
});

test('a place in the readme that names no table is an error', () => {
  assert.throws(() => withTables('<!-- table: nonsense -->\n<!-- end -->'), /nonsense/);
});

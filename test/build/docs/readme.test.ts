import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {dependencies} from '../../../source/build/docs/dependencies.ts';
import {readmeTables, readmeTexts, withTables} from '../../../source/build/docs/tables.ts';

const readme = readFileSync('readme.md', 'utf8');

test('the tables of the readme are those of the program (npm run docs brings them up to date)', () => {
  assert.equal(withTables(readme), readme);
});

test('the readme has every table, and every part of a sentence', () => {
  for (const name of Object.keys(readmeTables)) assert.match(readme, new RegExp(`<!-- table: ${name} -->`));
  for (const name of Object.keys(readmeTexts)) assert.match(readme, new RegExp(`<!-- text: ${name} -->`));
});

test('every package that package.json names has its reason in the table, and no other', () => {
  const manifest: Readonly<Record<string, unknown>> = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = (key: string): readonly string[] => Object.keys(manifest[key] ?? {}).sort();
  const of = (use: keyof typeof dependencies): readonly string[] => Object.keys(dependencies[use]).sort();
  assert.deepEqual(of('runs'), named('dependencies'));
  assert.deepEqual(of('may run'), named('optionalDependencies'));
  assert.deepEqual(of('builds'), named('devDependencies'));
});

test('a place in the readme that names no table is an error', () => {
  assert.throws(() => withTables('<!-- table: nonsense -->\n<!-- end -->'), /nonsense/);
  assert.throws(() => withTables('<!-- text: nonsense --><!-- end -->'), /nonsense/);
});

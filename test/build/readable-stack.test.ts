import assert from 'node:assert/strict';
import {copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {cli, projectDirectory} from '../e2e/helpers/built.ts';
import {runToEnd} from '../e2e/helpers/portwatch.ts';

/** Makes the built program throw where it writes its JSON document, as a bug there would. */
const bug = `
  const {stringify} = JSON;
  JSON.stringify = (...words) => {
    if (words[1] === null) throw new Error('a bug');
    return stringify(...words);
  };`;

const crash = (program: string) =>
  runToEnd([process.execPath, '--import', `data:text/javascript,${encodeURIComponent(bug)}`, program, '--json']);

test('the stack of a crash has the names and places of the sources', async () => {
  const {code, stdout, stderr} = await crash(cli);
  assert.deepEqual([code, stdout], [1, '']);
  // Built outside of the project for this run alone, a source has more directories before it.
  const [, file, line] = /^ +at jsonPieces \((?:\S+\/)?(source\/\S+\.ts):(\d+):\d+\)$/m.exec(stderr) ?? [];
  assert.ok(file, stderr);
  const source = readFileSync(join(projectDirectory, file), 'utf8').split('\n')[Number(line) - 1];
  assert.match(source ?? '', /JSON\.stringify/, stderr);
  assert.doesNotMatch(stderr, /chunks/);
});

test('without its source maps, as it is installed, the program prints the places in its own files', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-unmapped-'));
  t.after(() => rmSync(folder, {recursive: true}));
  mkdirSync(join(folder, 'chunks'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const built = dirname(cli);
  for (const name of ['cli.js', ...readdirSync(join(built, 'chunks')).map(each => `chunks/${each}`)]) {
    if (name.endsWith('.js')) copyFileSync(join(built, name), join(folder, name));
  }
  const {code, stderr} = await crash(join(folder, 'cli.js'));
  assert.equal(code, 1);
  assert.match(stderr, /^portwatch: Error: a bug$[\s\S]*^ +at .*\/chunks\/main-\w+\.js:\d+:\d+\)?$/m);
});

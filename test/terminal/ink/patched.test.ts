import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

/** Every test that mounts the screen. */
const mounting = globSync('test/**/*.test.{ts,tsx}')
  .filter(file => /from '[./]*helpers\/terminal\.tsx'/.test(readFileSync(file, 'utf8')))
  .sort();

test('every test of the mounted screen passes with the patched packages, as they are in the bundle', {
  timeout: 300_000,
}, () => {
  assert.ok(mounting.includes('test/terminal/ink/app.test.tsx'));
  const loaded = ['tsx', './test/helpers/seed.ts', './test/helpers/patched-ink.ts'].flatMap(file => ['--import', file]);
  // The runner starts nothing where it seems to be within a test itself.
  const {NODE_TEST_CONTEXT: _, ...env} = process.env;
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [...loaded, '--test', '--test-isolation=none', ...mounting],
    {
      env,
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stdout + stderr);
});

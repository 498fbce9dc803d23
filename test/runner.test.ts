import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';

type Run = {readonly code: number; readonly printed: string};

/** Runs test files of these texts; `{}` are the things that a text needs of node:test. */
async function runFiles(t: TestContext, parameters: readonly string[], ...bodies: readonly string[]): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-runner-'));
  t.after(() => rmSync(folder, {recursive: true, force: true}));
  const files = bodies.map((body, index) => {
    const file = join(folder, `${index}.test.ts`);
    writeFileSync(file, `import {suite, test} from 'node:test';\n${body}`);
    return file;
  });
  // Within a test, Node's runner would run nothing.
  const {NODE_TEST_CONTEXT: _, ...env} = process.env;
  return new Promise(resolve => {
    const run = execFile(process.execPath, ['test/run.ts', ...parameters, ...files], {env}, (_error, printed) =>
      resolve({code: run.exitCode ?? -1, printed}),
    );
  });
}

const passes = "test('passes', () => {});";
const skipped = "suite('one', () => test('is left out', {skip: 'it is not for here'}, () => {}));";
const fails = "suite('two', () => test('fails', () => { throw new Error('for a reason'); }));";
const neverEnds = "test('never ends', () => new Promise(() => setInterval(() => {}, 100)));";
const leavesOpen = "test('leaves a timer', () => void setInterval(() => {}, 100));";
const throwsLate = "test('throws late', () => void setTimeout(() => { throw new Error('too late'); }, 10));";
const cannotLoad = "test('comes first', () => {});\nthrow new Error('while loading');";
const blocks = "test('blocks', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));";

test('what was skipped is printed with its reason, and the counts of the runner come last', async t => {
  const {code, printed} = await runFiles(t, [], passes, skipped);
  assert.equal(code, 0);
  assert.match(
    printed,
    /^\.s\.\n\nSkipped tests:\n\n﹣ one > is left out \(\S+1\.test\.ts:2\) # it is not for here\n\nℹ/,
  );
  assert.match(
    printed,
    /\nℹ tests 2\nℹ suites 1\nℹ pass 1\nℹ fail 0\nℹ .*\nℹ skipped 1\nℹ todo 0\nℹ duration_ms .*\n$/,
  );
});

test('what fails is printed with its suite, its place and its error', async t => {
  for (const mode of [[], ['--unit']]) {
    const {code, printed} = await runFiles(t, mode, passes, fails, cannotLoad);
    assert.equal(code, 1);
    assert.match(printed, /✖ two > fails \(\S+1\.test\.ts:2\)\n\nError: for a reason\n {4}at \S+ .*1\.test\.ts/);
    assert.match(printed, /✖ \S+2\.test\.ts (is loaded )?\(\S+:\d+\)\n[^✖]*Error: while loading/);
    assert.match(printed, /\nℹ fail 2\n/);
  }
});

test('a test that never ends, or ends before its work does, fails, and so does a process that stays', async t => {
  const limits = ['--test-limit', '1000', '--file-limit', '10000'];
  const {code, printed} = await runFiles(t, limits, neverEnds, leavesOpen, throwsLate, passes);
  assert.equal(code, 1);
  assert.match(printed, /✖ never ends .*\n[^✖]*test timed out after 1000ms/);
  assert.match(printed, /✖ \S+1\.test\.ts .*\n[^✖]*has not ended after 10000 ms; open are: .*Timeout/);
  assert.match(printed, /✖ \S+2\.test\.ts .*\n[^✖]*Error: too late/);
  assert.match(printed, /\nℹ pass 3\n/);
});

test('a process that no longer turns its event loop is ended with the run', async t => {
  const {code, printed} = await runFiles(t, ['--run-limit', '10000'], blocks);
  assert.equal(code, 1);
  assert.match(printed, /✖ \S+0\.test\.ts .*\n\nThe time for the whole run was over/);
  assert.match(printed, /\nℹ cancelled 1\n/);
});

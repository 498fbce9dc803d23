import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {runTool, type ToolResult} from '../../source/system/run-tool.ts';

const signal = new AbortController().signal;
const shell = (script: string, timeLimit = 10_000, outputLimit?: number): Promise<ToolResult> =>
  runTool('sh', ['-c', script], {signal, timeLimit, ...(outputLimit === undefined ? {} : {outputLimit})});

/** Waits until a condition holds; fails after ten seconds. */
async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; !(await condition()); await pause(10)) {
    assert.ok(Date.now() < end, `waited in vain for: ${what}`);
  }
}

/** A process that has ended but was not yet waited for counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    return !/\) [ZX] /.test(await readFile(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

test('output, errors and exit code are kept apart', async () => {
  const result = await shell('echo out; echo err >&2; exit 3');
  assert.ok(result.kind === 'done');
  assert.deepEqual(
    [result.code, String(result.stdout), String(result.stderr), result.truncated],
    [3, 'out\n', 'err\n', false],
  );
});

test('parameters reach the tool as they are, without a shell', async () => {
  const result = await runTool('printf', ['%s|', '$HOME', '; echo x', 'a b'], {signal, timeLimit: 10_000});
  assert.equal(result.kind === 'done' && String(result.stdout), '$HOME|; echo x|a b|');
});

test('the environment is PATH and LC_ALL=C alone, the directory the root, the input empty', async () => {
  process.env.PORTWATCH_SECRET = 'x';
  const result = await runTool('env', [], {signal, timeLimit: 10_000});
  delete process.env.PORTWATCH_SECRET;
  assert.ok(result.kind === 'done');
  const names = String(result.stdout).trim().split('\n').sort();
  assert.deepEqual(
    names.map(line => line.split('=')[0]),
    ['LC_ALL', 'PATH'],
  );
  const directory = await shell('pwd; cat');
  assert.equal(directory.kind === 'done' && String(directory.stdout), '/\n');
});

test('a tool that is nowhere is missing', async () => {
  assert.deepEqual(await runTool('no-such-tool-of-any-system', [], {signal, timeLimit: 1000}), {kind: 'missing'});
});

test('parameters that cannot be passed are a failure, not an exception', async () => {
  assert.equal((await runTool('printf', ['a\0b'], {signal, timeLimit: 1000})).kind, 'failed');
});

test('a tool that dies by a signal has failed', async () => {
  assert.deepEqual(await shell('kill -SEGV $$'), {kind: 'failed', message: 'ended by SIGSEGV'});
});

test('output up to the limit is whole, one byte more is cut and the tool ended', async () => {
  const exact = await shell('printf 1234567890', 10_000, 10);
  assert.deepEqual(exact.kind === 'done' && [exact.code, String(exact.stdout), exact.truncated], [
    0,
    '1234567890',
    false,
  ]);
  const endless = await shell('while :; do echo 1234567890; done', 60_000, 1000);
  assert.deepEqual(endless.kind === 'done' && [endless.code, endless.stdout.length, endless.truncated], [
    null,
    1000,
    true,
  ]);
  const errors = await shell('while :; do echo 1234567890 >&2; done', 60_000, 1000);
  assert.deepEqual(errors.kind === 'done' && [errors.stderr.length, errors.truncated], [1000, true]);
});

test('at the time limit the whole process group is killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'run-tool-'));
  const file = join(directory, 'pids');
  try {
    // The child and its own child both outlive any test.
    const result = await shell(`sleep 600 & echo $$ $! > ${file}; wait`, 1500);
    assert.deepEqual(result, {kind: 'timed-out'});
    const pids = (await readFile(file, 'latin1')).trim().split(' ').map(Number);
    assert.equal(pids.length, 2);
    for (const pid of pids) await until(async () => !(await isRunning(pid)), `${pid} to end`);
  } finally {
    await rm(directory, {recursive: true});
  }
});

test('a stopped inspection ends its tool', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'run-tool-'));
  const file = join(directory, 'started');
  const controller = new AbortController();
  try {
    const running = runTool('sh', ['-c', `echo $$ > ${file}; exec sleep 600`], {
      signal: controller.signal,
      timeLimit: 60_000,
    });
    const pid = async (): Promise<number> => Number(existsSync(file) ? await readFile(file, 'latin1') : 0);
    await until(async () => (await pid()) > 0, 'the tool to start');
    controller.abort();
    assert.deepEqual(await running, {kind: 'aborted'});
    const started = await pid();
    await until(async () => !(await isRunning(started)), 'the tool to end');
  } finally {
    await rm(directory, {recursive: true});
  }
});

test('nothing is started for an inspection that was stopped before', async () => {
  assert.deepEqual(await runTool('sh', ['-c', ':'], {signal: AbortSignal.abort(), timeLimit: 1000}), {kind: 'aborted'});
});

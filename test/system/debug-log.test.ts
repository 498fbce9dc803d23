import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chownSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {debugLog, openDebugLog, pollFields} from '../../source/system/debug-log.ts';
import {runTool} from '../../source/system/run-tool.ts';
import {snapshot, socket} from '../helpers/build.ts';

const skip = process.geteuid?.() === 0 ? false : 'needs root';
const limits = {signal: new AbortController().signal, timeLimit: 10_000};

/** A directory of its own; whatever log is open is closed when the test ends. */
function directoryOf(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-debug-'));
  t.after(() => {
    debugLog?.close();
    rmSync(directory, {recursive: true});
  });
  return directory;
}

const linesOf = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));

test('there is no log unless PORTWATCH_DEBUG names a file', () => {
  for (const env of [{}, {PORTWATCH_DEBUG: ''}]) {
    assert.equal(openDebugLog(env), null);
    assert.equal(debugLog, null);
  }
});

test('each line is JSON with its time, and only this user may read the file', t => {
  const file = join(directoryOf(t), 'log');
  const mask = process.umask(0);
  t.after(() => process.umask(mask));
  assert.equal(openDebugLog({PORTWATCH_DEBUG: file}), null);
  debugLog?.write('poll', {took: 1.23456, problems: {unreadable: 2}, nothing: undefined});
  assert.equal(statSync(file).mode & 0o7777, 0o600);
  const [line] = linesOf(file);
  assert.match(String(line?.at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Number(line?.ms) > 0);
  assert.deepEqual({...line, at: 0, ms: 0}, {at: 0, ms: 0, kind: 'poll', took: 1.23, problems: {unreadable: 2}});
});

test('lines are appended to those in the file', t => {
  const file = join(directoryOf(t), 'log');
  writeFileSync(file, '{"kind":"before"}\n');
  openDebugLog({PORTWATCH_DEBUG: file});
  debugLog?.write('start', {});
  assert.deepEqual(
    linesOf(file).map(({kind}) => kind),
    ['before', 'start'],
  );
});

test('texts in it are sanitized, at any depth', t => {
  const file = join(directoryOf(t), 'log');
  openDebugLog({PORTWATCH_DEBUG: file});
  debugLog?.write('error', {stack: ['a\x1b[2J', '\u202eb'], deep: {text: 'x'.repeat(5000)}});
  const [line] = linesOf(file);
  assert.deepEqual(line?.stack, ['a\\x1b[2J', '\\u{202e}b']);
  assert.equal(JSON.stringify(line?.deep).length, 1000 + '{"text":""}'.length);
});

test('a file that cannot be written is refused in one line that drives no terminal', t => {
  const directory = directoryOf(t);
  symlinkSync(join(directory, 'target'), join(directory, 'link'));
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  const refused: readonly (readonly [path: string, reason: RegExp])[] = [
    [join(directory, 'absent/log'), /: there is no such directory$/],
    [directory, /: it is a directory$/],
    [join(directory, 'link'), /: it is a link$/],
    [join(directory, 'pipe'), /: ENXIO$/],
    ['/dev/null', /: it is no file of this user$/],
    [join(directory, '\x1b[2J\n/log'), /\\x1b\[2J\\x0a\/log: there is no such directory$/],
  ];
  for (const [path, reason] of refused) {
    const refusal = openDebugLog({PORTWATCH_DEBUG: path});
    assert.match(refusal ?? '', /^PORTWATCH_DEBUG: could not write [\x20-\x7e]+$/);
    assert.match(refusal ?? '', reason);
    assert.equal(debugLog, null);
  }
});

test("another user's file is refused, and stays empty", {skip}, t => {
  const file = join(directoryOf(t), 'log');
  writeFileSync(file, '');
  chownSync(file, 1000, 1000);
  assert.match(openDebugLog({PORTWATCH_DEBUG: file}) ?? '', /it is no file of this user$/);
  assert.equal(readFileSync(file, 'utf8'), '');
});

test('a full disk loses lines and hinders nothing', t => {
  directoryOf(t);
  assert.equal(openDebugLog({PORTWATCH_DEBUG: '/proc/self/comm'}), null);
  assert.doesNotThrow(() => debugLog?.write('x', {}));
});

test('a poll has its source, its sockets and its problems by kind, and no text of them', () => {
  const problem = (kind: string, count: number) => ({kind, count, text: `${count} of /home/ann`}) as never;
  const poll = {
    ...snapshot([socket('tcp LISTEN 0.0.0.0:22')]),
    problems: [problem('a', 2), problem('b', 1), problem('a', 3)],
  };
  assert.deepEqual(pollFields(poll), {source: poll.source, sockets: 1, took: poll.took, problems: {a: 5, b: 1}});
});

test('a tool leaves a line when it starts and one when it ends, without its arguments', async t => {
  const file = join(directoryOf(t), 'log');
  openDebugLog({PORTWATCH_DEBUG: file});
  await runTool('sh', ['-c', 'echo secret; echo no >&2; exit 3'], limits);
  await runTool('no-such-tool-of-any-system', [], limits);
  await runTool('sh', ['-c', 'kill -SEGV $$'], limits);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /secret|echo/);
  const lines = linesOf(file);
  const run = lines[0]?.run;
  assert.deepEqual({...lines[0], at: 0, ms: 0}, {at: 0, ms: 0, kind: 'tool-started', run, tool: 'sh', arguments: 2});
  assert.ok(Number(lines[1]?.took) > 0);
  assert.deepEqual(
    {...lines[1], at: 0, ms: 0, took: 0},
    {
      at: 0,
      ms: 0,
      kind: 'tool-ended',
      run,
      tool: 'sh',
      took: 0,
      ended: 'done',
      code: 3,
      bytes: 7,
      errorBytes: 3,
      truncated: false,
    },
  );
  assert.deepEqual(
    lines.slice(2).map(({kind, ended, message}) => [kind, ended, message].join(' ').trim()),
    ['tool-started', 'tool-ended missing', 'tool-started', 'tool-ended failed ended by SIGSEGV'],
  );
});

test('with PORTWATCH_DEBUG_COMMANDS=1 it has the arguments too', async t => {
  const file = join(directoryOf(t), 'log');
  openDebugLog({PORTWATCH_DEBUG: file, PORTWATCH_DEBUG_COMMANDS: '1'});
  await runTool('printf', ['%s', '\x1b[2J'], limits);
  assert.deepEqual(linesOf(file)[0]?.command, ['%s', '\\x1b[2J']);
});

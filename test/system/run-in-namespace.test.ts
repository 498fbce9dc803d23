import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runInNamespace} from '../../source/system/run-in-namespace.ts';
import type {RunTool, ToolResult} from '../../source/system/run-tool.ts';

const limits = {signal: new AbortController().signal, timeLimit: 1000};
const inside = {file: '/proc/7/ns/net'};
const ends = (stderr: string, code: number): ToolResult => ({
  kind: 'done',
  code,
  stdout: Buffer.alloc(0),
  stderr: Buffer.from(stderr),
  truncated: false,
});
const run = (result: ToolResult, entry: {readonly file: string | null} = inside) =>
  runInNamespace(entry, 'lsof', ['-nP'], limits, async () => result);

test('a tool runs as it is in our own namespace, and by nsenter in another', async () => {
  const calls: string[] = [];
  const record: RunTool = async (tool, parameters) => {
    calls.push([tool, ...parameters].join(' '));
    return {kind: 'aborted'};
  };
  for (const file of [null, '/proc/7/ns/net']) await runInNamespace({file}, 'lsof', ['-nP'], limits, record);
  assert.deepEqual(calls, ['lsof -nP', 'nsenter --net=/proc/7/ns/net -- lsof -nP']);
});

test('the tool that is missing is named, also where nsenter does not find it', async () => {
  assert.deepEqual(await run({kind: 'missing'}, {file: null}), {kind: 'missing', tool: 'lsof'});
  assert.deepEqual(await run({kind: 'missing'}), {kind: 'missing', tool: 'nsenter'});
  for (const message of [
    'nsenter: failed to execute lsof: No such file or directory\n',
    "nsenter: can't execute 'lsof': No such file or directory\n",
  ]) {
    assert.deepEqual(await run(ends(message, 127)), {kind: 'missing', tool: 'lsof'});
  }
});

test('another end of nsenter is the end of the tool', async () => {
  for (const end of [
    ends('nsenter: failed to execute lsof: Permission denied', 126),
    ends('lsof: x', 127),
    ends('', 1),
  ]) {
    assert.equal(await run(end), end);
  }
  const own = ends('nsenter: failed to execute lsof', 127);
  assert.equal(await run(own, {file: null}), own, 'in our own namespace nothing enters');
});

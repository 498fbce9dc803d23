import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {test} from 'node:test';
import {trusted} from '../../source/domain/text.ts';
import {lsofText} from '../../source/inspect/lsof-text.ts';
import type {RunTool, ToolResult} from '../../source/system/run-tool.ts';
import {lacks} from '../e2e/helpers/needs.ts';
import {socket} from '../helpers/build.ts';
import {done, listenerOfHost} from './sample.ts';

const server = socket('tcp LISTEN 0.0.0.0:22');

const {signal} = new AbortController();

const textOf = (result: ToolResult): Promise<string> => lsofText(server, signal, async () => result);

test('lsof selects the address and port of the socket, and the text begins with the command line', async () => {
  const asked: Parameters<RunTool>[] = [];
  const text = await lsofText(server, signal, async (...call) => {
    asked.push(call);
    return done('COMMAND PID\nsshd 812\n');
  });
  const [[tool, parameters, limits] = []] = asked;
  assert.deepEqual([tool, parameters], ['lsof', ['-nP', '-i4TCP:22']]);
  assert.ok(limits && limits.timeLimit <= 10_000 && (limits.outputLimit ?? 0) > 0);
  assert.equal(text, '$ lsof -nP -i4TCP:22\nCOMMAND PID\nsshd 812\n\n');
});

test('lines of errors are shown too', async () => {
  assert.match(await textOf(done('COMMAND\n', 'lsof: no pwd entry for UID 70000\n', 1)), /COMMAND\nlsof: no pwd entry/);
});

test('characters that could harm a terminal are visible in it, line by line', async () => {
  const text = await textOf(done('COMMAND\n\x1b[2Jsshd \x9b31m\r\ncaf\u00e9 \u202e\n'));
  assert.ok(text.includes('\nCOMMAND\n\\x1b[2Jsshd \\x9b31m\\x0d\ncafé \\u{202e}\n'), text);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
});

const failures: readonly (readonly [result: ToolResult, says: RegExp])[] = [
  [done('', '', 1), /\nlsof lists nothing there, or may not see it without root\.\n$/],
  [{kind: 'missing'}, /\nlsof is not installed\.\n$/],
  [{kind: 'timed-out'}, /\nlsof did not answer within 10 s\.\n$/],
  [{kind: 'aborted'}, /\nlsof was stopped\.\n$/],
  [{kind: 'failed', message: trusted('ended by SIGSEGV')}, /\nended by SIGSEGV\n$/],
];
for (const [result, says] of failures) {
  test(`the reason for an empty list stands below the command: ${result.kind}`, async () => {
    assert.match(await textOf(result), /^\$ lsof -nP -i4TCP:22\n/);
    assert.match(await textOf(result), says);
  });
}

test('the lsof of this machine names this process', {skip: lacks('/usr/bin/lsof')}, async t => {
  const listener = createServer().listen(0, '127.0.0.1');
  t.after(() => listener.close());
  await once(listener, 'listening');
  const {port} = listener.address() as AddressInfo;
  const text = await lsofText(await listenerOfHost(port, process.pid), signal);
  assert.match(
    text,
    new RegExp(
      `^\\$ lsof -nP -i4TCP@127\\.0\\.0\\.1:${port}\nCOMMAND +PID .*\n.* ${process.pid} .*:${port} \\(LISTEN\\)\n`,
    ),
  );
});

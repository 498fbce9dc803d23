import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {watch} from './helpers/portwatch.ts';
import {keys} from './helpers/terminal.ts';

/** Names of at most 15 bytes (TASK_COMM_LEN), each with how it is to be shown. */
const names: readonly (readonly [bytes: string, shown: string])[] = [
  ['x) Z 1 1', 'x) Z 1 1'],
  ['a)\nS 1', 'a)\\x0aS 1'],
  ['ev\x1b[8mil\x1b[0m', 'ev\\x1b[8mil\\x1b[0m'],
  ['t\x1b]0;owned\x07', 't\\x1b]0;owned\\x07'],
  ['\u202ednib', '\\u{202e}dnib'],
  ['ze\u200bro', 'ze\\u{200b}ro'],
  ['nginx",pid=1,f', 'nginx",pid=1,f'],
  ['sshd', 'sshd'],
];

const hex = (text: string): string => Buffer.from(text).toString('hex');

suite('a process with a hostile name', {concurrency: 3, timeout: 60_000, ...needs('python3', 'lsof')}, () => {
  for (const [bytes, shown] of names) {
    test(`is told by its executable and pid, and its name is a mere claim: ${shown}`, async t => {
      const host = await openHost(t);
      const {pid} = await host.hold([`name ${hex(bytes)}`, 'listen tcp 0.0.0.0 22']);
      const terminal = await watch(t, host, [], {columns: 160, rows: 60});
      const row = terminal.lines().find(line => line.includes(' 0.0.0.0:22 ')) ?? '';
      assert.match(row, new RegExp(`^› ! suspect .* python3[^ ]* \\(sockets\\)/${pid} `));
      await terminal.press(keys.enter);
      await terminal.waitFor('has heard lsof', lines => lines.some(line => /^ {2}cross-check +\w+: /.test(line)));
      const text = terminal.text();
      assert.ok(text.includes(`, calls itself ${shown}, pid ${pid}\n`), text);
      // Some versions of lsof lose such a process; then the cross-check has to say so.
      assert.match(text, new RegExp(`│ *${pid} *│|cross-check +fail: .*\\(${pid}\\)`));
      assert.match(text, new RegExp(`parents +\\S+/${process.pid}\\b`));
      assert.ok(terminal.lines().at(-1)?.includes('q back'), text);
      assert.ok(!/\x1b\[8m|\x1b\]0;|[\u202e\u200b]/.test(terminal.written()), 'the name reached the terminal');
      await terminal.press('q');
      await terminal.waitFor(
        'is whole',
        lines => /^portwatch /.test(lines[0] ?? '') && /q quit/.test(lines.at(-1) ?? ''),
      );
    });
  }

  test('may have hostile arguments as well', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 22'], {argument: '\x1b[2J\x1b[1;1Howned\u202e\n'});
    const terminal = await watch(t, host, [], {columns: 160, rows: 60});
    await terminal.press(keys.enter);
    await terminal.waitFor('shows them', lines =>
      lines.some(line => line.includes('\\x1b[2J\\x1b[1;1Howned\\u{202e}')),
    );
    assert.ok(!terminal.written().includes('Howned\u202e'), 'they reached the terminal');
  });
});

import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {portwatch, runToEnd} from './helpers/portwatch.ts';

const table = `Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
tcp   LISTEN 0      128    0.0.0.0:22         0.0.0.0:*         users:(("sshd",pid=812,fd=3))
`;

/** A file of saved output of this text, with zeros behind it up to `length` bytes. */
function save(t: TestContext, text: string | Uint8Array, length?: number): string {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-saved-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'saved');
  writeFileSync(path, text);
  if (length !== undefined) truncateSync(path, length);
  return path;
}

suite('saved input', {concurrency: 2, timeout: 60_000}, () => {
  test('that ends in the middle of a row is read up to there, and the row is reported', async t => {
    const path = save(t, `${table}tcp   LISTEN 0      12`);
    const {code, stdout, stderr} = await runToEnd([...portwatch, '--once', '--input', path]);
    assert.deepEqual(
      [code, stderr],
      [0, 'portwatch: line 3 could not be read (a part of a row: columns are missing): tcp   LISTEN 0      12\n'],
    );
    assert.match(stdout, /^1 socket /m);
  });

  test('in a language that is not known is read, and its words for states are named once', async t => {
    const header = 'Proto Recv-Q Send-Q Local Address Foreign Address State PID/Program name\n';
    const row = 'tcp 0 0 0.0.0.0:22 0.0.0.0:* LAUSCHT 812/sshd\n';
    const {code, stdout, stderr} = await runToEnd([...portwatch, '--json', '--input', save(t, header + row)]);
    const note = 'portwatch: state LAUSCHT is not known: 1 socket taken as connected with a peer, else as listening\n';
    assert.deepEqual([code, stderr], [0, note]);
    assert.equal(JSON.parse(stdout).sockets[0].state, 'LISTEN');
  });

  test('with a table of which no row can be read ends with 2, also with --fail-on', async t => {
    const path = save(t, `${table.split('\n', 1)[0]}\ntcp   LISTEN 0      12\n`);
    for (const more of [[], ['--fail-on', 'suspect']]) {
      const {code, stdout, stderr} = await runToEnd([...portwatch, '--once', '--input', path, ...more]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^portwatch: no row of \S+ could be read: 1 line not read, the first is line 2 \(.*\n$/);
    }
  });

  test('of 1 GB, or without an end, is refused in one line', async t => {
    const refusal = (name: string): string =>
      `portwatch: ${name} is too large: at most 64 MiB and 1000000 lines are read\n`;
    const path = save(t, table, 1 << 30);
    const file = await runToEnd([...portwatch, '--once', '--input', path]);
    assert.deepEqual(file, {code: 2, stdout: '', stderr: refusal(path)});
    const endless = ['/bin/sh', '-c', 'yes tcp | "$@"', 'sh', ...portwatch, '--json', '--input', '-'];
    assert.deepEqual(await runToEnd(endless), {code: 2, stdout: '', stderr: refusal('standard input')});
  });

  test('that is no text is refused in one line, and none of it reaches the terminal', async t => {
    const bytes = Uint8Array.from({length: 100_000}, (_, index) => (index * 7919) & 255);
    const path = save(t, bytes);
    const {code, stdout, stderr} = await runToEnd([...portwatch, '--once', '--input', path]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^portwatch: \S+ has no table of sockets; accepted: [\x20-\x7e]+\n$/);
  });
});

import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {blink, start, until, untilReaderGone} from './helpers/running.ts';

const logOf = ({within}: Host, ...options: readonly string[]): readonly string[] => [
  ...within,
  ...portwatch,
  '--log',
  '-i',
  '0.2',
  ...options,
];

suite('--log', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  test('writes a line for a listener that opens and closes, none for a connection, and ends at SIGTERM', async t => {
    const host = await openHost(t);
    const holder = await host.hold(['listen tcp 0.0.0.0 8080']);
    const running = start(t, logOf(host));
    await until('the first line', () => running.lines.length === 1);
    /** All lines but the ones about gaps, which other suites may cause: all hosts share /proc. */
    const lines = (): readonly string[] => running.lines.filter(line => !line.startsWith('coverage'));
    await blink(holder, 'connect tcp 127.0.0.1 8080');
    const number = await holder.tell('listen tcp 0.0.0.0 8443');
    await until('it opened', () => lines().length === 2);
    await holder.tell(`close ${number}`);
    await until('it closed', () => lines().length === 3);
    const [first = '', opened = '', closed = ''] = lines();
    assert.match(first, /^watching 1 socket: 1 learn; 1 exposed/);
    assert.match(opened, /^opened, exposed: tcp 0\.0\.0\.0:8443, python3.*\/\d+, root: learn, /);
    assert.match(closed, /^closed: tcp 0\.0\.0\.0:8443, /);
    running.child.kill('SIGTERM');
    await running.ended;
    assert.deepEqual([lines().length, running.errors()], [3, '']);
  });

  test('has the priority before each line where its output is the stream to the journal', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const asUnit = ['sh', '-c', 'JOURNAL_STREAM=$(stat -Lc %d:%i "/proc/$$/fd/1") exec "$@"', 'sh'];
    const running = start(t, [...asUnit, ...logOf(host, '-l')]);
    await until('the first line', () => running.lines.length === 1);
    assert.match(running.lines[0] ?? '', /^<6>watching 1 socket/);
    const other = start(t, logOf(host, '-l'), {JOURNAL_STREAM: '8:12345'});
    await until('the first line', () => other.lines.length === 1);
    assert.match(other.lines[0] ?? '', /^watching 1 socket/);
  });

  test('ends quietly when its reader goes', async t => {
    const host = await openHost(t);
    const holder = await host.hold([]);
    const running = await untilReaderGone(t, holder, logOf(host), 'listen tcp 0.0.0.0 9');
    assert.deepEqual([running.lines.length, running.errors()], [1, 'code 0\n']);
  });
});

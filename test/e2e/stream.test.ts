import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {assertSocketShape} from './helpers/contract.ts';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import type {End} from './helpers/listed.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {blink, type Running, start, until, untilReaderGone} from './helpers/running.ts';
import type {Holder} from './helpers/sockets.ts';

type Told = {
  readonly event: 'opened' | 'changed' | 'closed';
  readonly at: string;
  readonly socket: {readonly key: string; readonly state: string; readonly local: End; readonly peer: End | null};
};

const streamOf = ({within}: Host, ...options: readonly string[]): readonly string[] => [
  ...within,
  ...portwatch,
  '--stream',
  '-i',
  '0.2',
  ...options,
];

/** The first poll tells nothing: waits until a socket that comes and goes is told of. */
const awaitFirstLook = ({lines}: Running, holder: Holder, command = 'listen udp 0.0.0.0 9'): Promise<void> =>
  until(
    'a change is told',
    () => lines.length > 0,
    tries => blink(holder, command, tries),
  );

const read = ({lines}: Running): readonly Told[] => lines.map(line => JSON.parse(line) as Told);

suite('--stream', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  test('tells of a connection that opens, changes and closes, a line of JSON each', async t => {
    const host = await openHost(t);
    const holder = await host.hold(['listen tcp 0.0.0.0 8080']);
    const running = start(t, streamOf(host));
    await awaitFirstLook(running, holder);
    /** What was told of the ends of the connection, by the port that is theirs. */
    const told = (end: 'near' | 'far'): readonly Told[] =>
      read(running).filter(({socket: {local, peer}}) => (end === 'near' ? peer?.port : peer && local.port) === 8080);
    const steps = (end: 'near' | 'far'): string =>
      told(end)
        .map(({event, socket: {state}}) => `${event} ${state}`)
        .join();

    const near = await holder.tell(`connect tcp ${outerAddress} 8080`);
    await until('both ends opened', () => steps('near') !== '' && steps('far') !== '');
    await holder.tell(`finish ${near}`);
    await until('both ends changed', () => steps('near').includes('FIN_WAIT2') && steps('far').includes('CLOSE_WAIT'));
    await holder.tell(`close ${near + 1}`);
    await until('the far end closed', () => steps('far').includes('closed') && steps('near').includes('TIME_WAIT'));

    assert.equal(steps('far'), 'opened ESTABLISHED,changed CLOSE_WAIT,closed CLOSE_WAIT');
    assert.equal(steps('near'), 'opened ESTABLISHED,changed FIN_WAIT2,changed TIME_WAIT');
    for (const end of ['near', 'far'] as const) {
      assert.equal(new Set(told(end).map(({socket: {key}}) => key)).size, 1, 'the key is the same all its life');
    }
    for (const {event, at, socket} of read(running)) {
      assert.match(event, /^(opened|changed|closed)$/);
      assert.equal(new Date(at).toISOString(), at);
      assertSocketShape(socket);
    }
    assert.equal(running.errors(), '');
  });

  test('ends quietly when its reader goes', async t => {
    const host = await openHost(t);
    const holder = await host.hold([]);
    const running = await untilReaderGone(t, holder, streamOf(host), 'listen udp 0.0.0.0 9');
    assert.deepEqual([running.lines.length, running.errors()], [1, 'code 0\n']);
  });

  test('ends at SIGINT and SIGTERM', async t => {
    const host = await openHost(t);
    const holder = await host.hold([]);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const running = start(t, streamOf(host));
      await awaitFirstLook(running, holder);
      running.child.kill(signal);
      await running.ended;
      assert.equal(running.errors(), '');
      for (const line of running.lines) assert.ok(JSON.parse(line), 'no line is cut');
    }
  });

  test('tells what the filter keeps, and nothing else', async t => {
    const host = await openHost(t);
    const holder = await host.hold([]);
    const running = start(t, streamOf(host, '--filter', 'port:8443 !is:closed', '-t'));
    await awaitFirstLook(running, holder, 'listen tcp 0.0.0.0 8443');
    for (const other of ['listen tcp 0.0.0.0 8444', 'listen udp 0.0.0.0 8443']) await holder.tell(other);
    await holder.tell('listen tcp 127.0.0.1 8443');
    // The look before may be told more than once.
    await until('it is told', () => read(running).some(({socket}) => socket.local.address === '127.0.0.1'));
    for (const {event, socket} of read(running)) {
      assert.equal(`${socket.state} ${socket.local.port}`, 'LISTEN 8443');
      // One that is open for longer than a poll may change.
      assert.ok(event === 'opened' || event === 'changed', event);
    }
  });
});

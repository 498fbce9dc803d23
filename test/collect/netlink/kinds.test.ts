import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {after, before, suite, test} from 'node:test';
import {mayBeHeldByKernel} from '../../../source/collect/owners/kernel-evidence.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {createNamespace, type Namespace, skipWithout} from './namespace.ts';

const skip = skipWithout('ip netns', 'python3');
const hasMptcp = existsSync('/proc/net/protocols') && readFileSync('/proc/net/protocols', 'latin1').includes('MPTCP');

type Source = 'netlink' | 'procfs';
type Polls = Readonly<Record<Source, Snapshot>> & {readonly mptcpPorts: readonly number[] | null};

/** A socket in words: `tcp4 LISTEN 7420 of python3`, with `mptcp` where it is. */
function wordsOf({protocol, family, state, local, mptcp, owner}: Socket): string {
  const holders = owner.known ? owner.value.map(({process}) => process.name).join() : owner.why;
  return `${protocol}${family} ${state} ${local.port}${mptcp ? ' mptcp' : ''} of ${holders}`;
}

suite('sockets of seldom kinds', {skip, timeout: 60_000}, () => {
  let namespace: Namespace | undefined;
  let polls: Polls;
  before(async () => {
    namespace = createNamespace(`portwatch-kinds-${process.pid}`);
    await namespace.start('kinds-scene.py');
    if (hasMptcp) namespace.ip('mptcp', 'endpoint', 'add', '127.0.0.1', 'dev', 'lo', 'port', '7430', 'signal');
    polls = JSON.parse(await namespace.run('kinds-poll.ts'));
  });
  after(() => namespace?.remove());

  const linesOf = (source: Source, wanted: (socket: Socket) => boolean): readonly string[] =>
    polls[source].sockets.filter(wanted).map(wordsOf).sort();

  test('what was opened as Multipath TCP is marked, and what talks to it is not', t => {
    if (!hasMptcp) return t.skip('the kernel has none');
    const isListener = ({state, local}: Socket): boolean => state === 'LISTEN' && local.port !== 7430;
    assert.deepEqual(linesOf('netlink', isListener), [
      'tcp4 LISTEN 7419 of python3',
      'tcp4 LISTEN 7420 mptcp of python3',
      'tcp6 LISTEN 7421 mptcp of python3',
    ]);
    const accepted = ({state, local}: Socket): boolean => state === 'ESTABLISHED' && local.port < 7500;
    assert.deepEqual(
      linesOf('netlink', socket => accepted(socket) && socket.protocol === 'tcp'),
      [
        'tcp4 ESTABLISHED 7419 of python3',
        'tcp4 ESTABLISHED 7420 mptcp of python3',
        'tcp4 ESTABLISHED 7420 of python3',
      ],
    );
    const called = ({peer}: Socket): boolean => peer !== null && peer.port > 7000 && peer.port < 7500;
    const clients = polls.netlink.sockets.filter(called).map(({peer, mptcp}) => `${peer?.port} ${mptcp}`);
    assert.deepEqual(clients.sort(), ['7419 true', '7420 false', '7420 true']);
  });

  test('the kernel itself listens on the port of an endpoint of Multipath TCP, which is known for its own', t => {
    if (!hasMptcp) return t.skip('the kernel has none');
    assert.deepEqual(polls.mptcpPorts, [7430]);
    const listener = polls.netlink.sockets.find(({local}) => local.port === 7430);
    assert.ok(listener && !listener.owner.known);
    const evidence = {interface: [], thread: [], mount: []};
    assert.equal(mayBeHeldByKernel(listener, {...evidence, mptcpPorts: new Set(polls.mptcpPorts)}), true);
    assert.equal(mayBeHeldByKernel(listener, evidence), false);
  });

  for (const source of ['netlink', 'procfs'] as const) {
    test(`ping sockets have rows and owners by ${source}`, () => {
      assert.deepEqual(
        linesOf(source, ({protocol}) => protocol === 'icmp'),
        ['icmp4 ESTABLISHED 7402 of python3', 'icmp4 UNCONN 7401 of python3', 'icmp6 UNCONN 7403 of python3'],
      );
    });
  }

  test('TCP that is bound and does not listen has a row where the kernel lists it', t => {
    const bound = linesOf('netlink', ({state}) => state === 'CLOSE');
    if (bound.length === 0) return t.skip('the kernel is older than Linux 6.8');
    assert.deepEqual(bound, ['tcp4 CLOSE 7777 of python3', 'tcp6 CLOSE 7778 of python3']);
  });
});

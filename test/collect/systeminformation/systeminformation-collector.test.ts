import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Connection} from '../../../source/collect/systeminformation/parse-connections.ts';
import {openSysteminformation} from '../../../source/collect/systeminformation/systeminformation-collector.ts';

const base: Connection = {
  protocol: 'tcp',
  localAddress: '0.0.0.0',
  localPort: '22',
  peerAddress: '0.0.0.0',
  peerPort: '*',
  state: 'LISTEN',
  pid: 812,
  process: 'sshd',
};

test('an owner is known by pid and name, and by nothing else', async () => {
  const records: Connection[] = [
    base,
    {...base, localPort: '23', pid: null, process: ''},
    {...base, localPort: '24', process: ''},
    {...base, localPort: '25', peerAddress: '192.0.2.1', peerPort: '9', state: 'TIME_WAIT', pid: null, process: ''},
  ];
  const collector = await openSysteminformation(async () => structuredClone(records));
  const {sockets, source} = await collector.poll();
  assert.equal(source, 'systeminformation');
  const [known, ...others] = sockets.map(({owner}) => owner);
  assert.ok(known?.known);
  assert.deepEqual(
    known.value.map(({process: {pid, name, executable}}) => [pid, name, executable]),
    [[812, 'sshd', {known: false, why: 'not-collected'}]],
  );
  assert.deepEqual(
    others.map(owner => (owner.known ? 'known' : owner.why)),
    ['not-collected', 'not-collected', 'closing'],
  );
});

test('queues are not reported, which is not 0', async () => {
  const collector = await openSysteminformation(async () => [structuredClone(base)]);
  const [socket] = (await collector.poll()).sockets;
  assert.deepEqual([socket?.recvQueue, socket?.sendQueue], [null, null]);
});

test('sockets that did not change are the same objects in the next poll', async () => {
  const collector = await openSysteminformation(async () => [structuredClone(base)]);
  const [before] = (await collector.poll()).sockets;
  const [after] = (await collector.poll()).sockets;
  assert.equal(after, before);
});

test('facts that the source cannot report are problems', async () => {
  const problems = async (records: Connection[]): Promise<string[]> => {
    const collector = await openSysteminformation(async () => records);
    return (await collector.poll()).problems.map(({kind, count}) => `${kind} ${count}`);
  };
  const limits = (await problems([base])).filter(problem => problem === 'source-limits 0').length;
  assert.ok(limits >= 1);
  assert.ok((await problems([base])).every(problem => problem === 'source-limits 0'));
  assert.ok((await problems([])).includes('source-empty 0'));
  assert.ok((await problems([{...base, protocol: 'unix'}])).includes('lines-unreadable 1'));
});

test('a source that fails makes the poll fail', async () => {
  const collector = await openSysteminformation(() => Promise.reject(new Error('no shell')));
  await assert.rejects(collector.poll(), /no shell/);
});

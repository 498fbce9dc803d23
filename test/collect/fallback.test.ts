import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withFallback} from '../../source/collect/fallback.ts';
import {socketKey} from '../../source/collect/socket-key.ts';
import type {Collector, Snapshot, SourceId} from '../../source/domain/snapshot.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {owner, socket} from '../helpers/build.ts';

/** A collector whose polls find these sockets, or fail; `closed` counts how often it was closed. */
function fake(id: SourceId, polls: (readonly Socket[] | Error)[]) {
  const counts = {closed: 0};
  const poll = async (): Promise<Snapshot> => {
    const found = polls.shift();
    if (!found) throw new Error('never asked');
    if (found instanceof Error) throw found;
    return {takenAt: 0, took: 0, host: trusted('host'), source: id, sockets: found, problems: []};
  };
  const collector: Collector = {id, poll, close: () => void counts.closed++};
  return {collector, counts};
}

const sshd = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {inode: 11});
const session = socket('tcp ESTABLISHED 10.0.0.5:22 10.0.0.9:50000', owner('/usr/sbin/sshd'), {inode: 12});
const fresh = socket('tcp LISTEN 0.0.0.0:8080', owner('/usr/bin/node'), {inode: 13});

/** As netlink names sockets: by their cookies. */
const byCookie = ([first, second]: readonly [Socket, Socket]): readonly [Socket, Socket] => [
  {...first, key: 'tcp4 cookie 1', sendQueue: 128},
  {...second, key: 'tcp4 cookie 2'},
];
/** As procfs names them, in objects of its own. */
const byInode = (...sockets: readonly Socket[]): readonly Socket[] =>
  sockets.map(each => ({...structuredClone(each), key: socketKey(each)}));

test('a poll that fails is done by the other source, with a problem', async () => {
  const lost = new Error('sock_diag failed for TCP over IPv4 (ENOBUFS)\nat x');
  const netlink = fake('netlink', [byCookie([sshd, session]), lost, lost, byCookie([sshd, session])]);
  const procfs = fake('procfs', [byInode(sshd, session, fresh), byInode(sshd, session, fresh)]);
  let opened = 0;
  const collector = withFallback(netlink.collector, async () => {
    opened++;
    return procfs.collector;
  });
  const first = await collector.poll();
  assert.deepEqual([first.source, first.problems], ['netlink', []]);

  const second = await collector.poll();
  assert.equal(second.source, 'procfs');
  assert.deepEqual(
    second.problems.map(({kind, text}) => `${kind}: ${text}`),
    ['source-failed: netlink failed: sock_diag failed for TCP over IPv4 (ENOBUFS), this refresh is from procfs'],
  );
  assert.deepEqual(
    second.sockets.map(({key}) => key),
    ['tcp4 cookie 1', 'tcp4 cookie 2', 'tcp4 inode 13'],
    'a socket that both know keeps its key',
  );
  assert.equal(second.sockets[0]?.owner, first.sockets[0]?.owner, 'and its owner is the same object');
  assert.equal(second.sockets[1], first.sockets[1], 'as is a socket of which nothing changed');

  const third = await collector.poll();
  assert.deepEqual(third.sockets, second.sockets);
  assert.ok(third.sockets.every((each, index) => each === second.sockets[index]));

  const last = await collector.poll();
  assert.deepEqual([last.source, last.problems, opened, procfs.counts.closed], ['netlink', [], 1, 1]);
});

test('a poll that both fail rejects with the error of the first', async () => {
  const netlink = fake('netlink', [new Error('EMFILE'), new Error('EMFILE'), []]);
  const procfs = fake('procfs', [new Error('no table')]);
  const opens = [() => Promise.reject(new Error('not here')), async () => procfs.collector];
  const collector = withFallback(
    netlink.collector,
    () => opens.shift()?.() ?? Promise.reject(new Error('asked again')),
  );
  await assert.rejects(collector.poll(), {message: 'EMFILE'});
  await assert.rejects(collector.poll(), {message: 'EMFILE'});
  assert.equal((await collector.poll()).source, 'netlink');
});

test('both are closed in the end', async () => {
  const netlink = fake('netlink', [new Error('EIO')]);
  const procfs = fake('procfs', [[]]);
  const collector = withFallback(netlink.collector, async () => procfs.collector);
  await collector.poll();
  collector.close();
  assert.deepEqual([netlink.counts.closed, procfs.counts.closed], [1, 1]);
});

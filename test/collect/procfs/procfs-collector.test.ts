import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';
import type {Collector} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {createFakeProc, type FakeProc} from '../owners/fake-proc.ts';

const names = ['tcp', 'tcp6', 'udp', 'udp6', 'if_inet6'];
const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/procfs/${name}`, import.meta.url), 'latin1');

const start = (context: TestContext): {proc: FakeProc; open: (now?: () => number) => Promise<Collector>} => {
  const proc = createFakeProc(context);
  for (const name of names) proc.write(`net/${name}`, fixture(name));
  return {
    proc,
    open: now => openProcfs({proc: proc.root, sys: proc.root, euid: 0, endianness: 'LE', ...(now && {now})}),
  };
};
const kinds = async (collector: Collector): Promise<string[]> =>
  (await collector.poll()).problems.map(({kind, count}) => `${kind} ${count}`);

test('one poll has every socket of the tables once, with its owner', async context => {
  const {proc, open} = start(context);
  proc.add({pid: 42, name: 'server', descriptors: {3: 'socket:[57788]', 4: 'socket:[57809]'}});
  const {sockets, source, problems} = await (await open()).poll();
  assert.equal(source, 'procfs');
  assert.deepEqual(problems, []);
  assert.equal(sockets.length, 22);
  assert.equal(new Set(sockets.map(({key}) => key)).size, 22);
  const owned = sockets.filter(({owner}) => owner.known);
  assert.deepEqual(
    owned.map(({inode, local, user}) => [inode, local.port, local.interface, user]),
    [
      [57788, 8080, null, 'root'],
      [57809, 5555, 've0', 'root'],
    ],
  );
});

test('packet sockets are among them, with the names of their interfaces', async context => {
  const {proc, open} = start(context);
  proc.write(
    'net/packet',
    'sk RefCnt Type Proto  Iface R Rmem   User   Inode\n00000000125e6def 3 2 0806 444 1 0 0 736911\n',
  );
  proc.write('net/dev_mcast', '444  eth444  1  0  333300000001\n');
  const packets = (await (await open()).poll()).sockets.filter(({protocol}) => protocol === 'packet');
  assert.deepEqual(
    packets.map(({inode, local}) => [inode, local.port, local.interface]),
    [[736911, 0x0806, 'eth444']],
  );
});

test('the very first poll settles a socket without process', async context => {
  const {open} = start(context);
  const {sockets} = await (await open()).poll();
  const why = new Set(sockets.map(({owner}) => (owner.known ? 'known' : owner.why)));
  assert.deepEqual([...why].sort(), ['closing', 'no-process', 'not-accepted']);
});

test('a socket that comes later has exited at first, and no process in the poll after', async context => {
  const {proc, open} = start(context);
  const collector = await open();
  await collector.poll();
  const line = '  9: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 99999 1 0';
  proc.write('net/tcp', `${fixture('tcp')}${line}\n`);
  const why = async (): Promise<string | undefined> => {
    const owner = (await collector.poll()).sockets.find(({inode}) => inode === 99999)?.owner;
    return owner?.known === false ? owner.why : undefined;
  };
  assert.deepEqual([await why(), await why()], ['exited', 'no-process']);
});

test('unchanged sockets are the same objects in every poll, also after a full scan', async context => {
  const {proc, open} = start(context);
  proc.add({pid: 42, descriptors: {3: 'socket:[57788]'}});
  let now = 1_000;
  const collector = await open(() => now);
  const first = await collector.poll();
  for (const later of [3_000, 30_000]) {
    now = later;
    const next = await collector.poll();
    assert.equal(next.takenAt, later);
    assert.ok(next.sockets.every((socket, at) => socket === first.sockets[at]));
  }
});

test('lines that cannot be read are counted by table', async context => {
  const {proc, open} = start(context);
  proc.write('net/udp', `${fixture('udp')}nonsense\nmore\n`);
  const {problems} = await (await open()).poll();
  assert.deepEqual(
    problems.map(({text}) => text.replace(proc.root, '/proc')),
    ['2 lines of /proc/net/udp could not be read'],
  );
});

test('absent IPv6 tables are a note, any other table that cannot be read is a problem', async context => {
  const {proc, open} = start(context);
  rmSync(join(proc.root, 'net/tcp6'));
  rmSync(join(proc.root, 'net/udp6'));
  const collector = await open();
  assert.deepEqual(await kinds(collector), ['ipv6-absent 0']);
  mkdirSync(join(proc.root, 'net/tcp6'));
  rmSync(join(proc.root, 'net/udp'));
  assert.deepEqual((await kinds(collector)).sort(), ['ipv6-absent 0', 'table-unreadable 1', 'table-unreadable 1']);
});

test('without a table of TCP there is no collector, and no poll', async context => {
  const {proc, open} = start(context);
  const collector = await open();
  rmSync(join(proc.root, 'net/tcp'));
  await assert.rejects(open(), /net\/tcp cannot be read \(ENOENT\)/);
  await assert.rejects(collector.poll(), /ENOENT/);
});

test('a quick snapshot has the sockets without their holders, under the keys of the poll after it', async context => {
  const {proc, open} = start(context);
  proc.add({pid: 42, name: 'server', descriptors: {3: 'socket:[57788]'}});
  const collector = await open();
  const glance = await collector.quickSnapshot?.();
  const poll = await collector.poll();
  assert.deepEqual(
    glance?.sockets.map(({key}) => key),
    poll.sockets.map(({key}) => key),
  );
  const ownerOf = (sockets: readonly Socket[] = []) => sockets.find(({inode}) => inode === 57788)?.owner;
  assert.deepEqual(ownerOf(glance?.sockets), {known: false, why: 'pending'});
  assert.equal(ownerOf(poll.sockets)?.known, true);
});

import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {constants} from 'node:os';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {SOCK_DIAG_BY_FAMILY} from '../../../source/collect/netlink/decode.ts';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import type {OwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {unknown} from '../../../source/domain/known.ts';
import {connection, listener, open} from './fake-collector.ts';
import {type Answer, fakeKernel, type TableName} from './fake-kernel.ts';
import {ending, inetDiag, join, message} from './messages.ts';

const {EACCES, EIO, ENOENT, EPERM} = constants.errno;
// NLMSG_OVERRUN of linux/netlink.h.
const overrun = 4;

test('It does not open where koffi, the socket or a table is refused, and rejects with a short reason', async () => {
  const broken = async () => {
    throw new Error('koffi does not load (no prebuilt binary)');
  };
  await assert.rejects(openNetlink({load: broken}), {message: 'koffi does not load (no prebuilt binary)'});
  const {library} = fakeKernel({});
  const refused = async () => ({...library, open: () => EACCES});
  await assert.rejects(openNetlink({load: refused}), {message: 'sock_diag refuses TCP over IPv4 (EACCES)'});
  await assert.rejects(open({tcp4: EPERM}), {message: 'sock_diag refuses TCP over IPv4 (EPERM)'});
  await assert.rejects(open({tcp6: ENOENT}), {message: 'sock_diag refuses TCP over IPv6 (ENOENT)'});
  await assert.rejects(open({udp4: ENOENT}), {message: 'sock_diag refuses UDP over IPv4 (ENOENT)'}, 'no udp_diag');
});

test('Without koffi, and on another system, it rejects with the reason', async () => {
  const opens = async (preparation: string): Promise<string> => {
    const path = new URL('../../../source/collect/netlink/netlink-collector.ts', import.meta.url).href;
    const script = `${preparation};
      const {openNetlink} = await import('${path}');
      await openNetlink().catch(error => console.log(error.message))`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    return (await promisify(execFile)(process.execPath, args)).stdout;
  };
  const withoutKoffi = `(await import('node:module')).registerHooks({
    resolve: (name, context, next) => {
      if (/koffi/.test(name)) throw new Error('no such package\\nin 3 folders');
      return next(name, context);
    },
  })`;
  const otherSystem = `Object.defineProperty(process, 'platform', {value: 'darwin'})`;
  assert.equal(await opens(otherSystem), 'sock_diag is only in Linux\n');
  if (process.platform === 'linux') assert.equal(await opens(withoutKoffi), 'koffi does not load (no such package)\n');
});

test('A poll fails when a table could not be read whole: the sockets it lacks would seem to have closed', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener], udp4: [{state: 7, inode: 13, cookie: [3, 0]}]};
  const {collector} = await open(tables);
  const {sockets: before} = await collector.poll();
  const whole = tables.udp4 ?? [];
  tables.udp4 = EIO;
  await assert.rejects(collector.poll(), {message: 'sock_diag failed for UDP over IPv4 (EIO)'});
  tables.udp4 = sequence => join([message(overrun, sequence, new Uint8Array(0)), ending(3, sequence, 0)]);
  await assert.rejects(collector.poll(), {message: 'sock_diag failed for UDP over IPv4 (ENOBUFS)'});
  tables.udp4 = whole;
  const {sockets, problems} = await collector.poll();
  assert.deepEqual(sockets, before);
  assert.deepEqual(
    problems.map(({kind}) => kind),
    ['processes-unreadable'],
  );
});

test('After a poll that failed everything counts as changed', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener]};
  const kernel = fakeKernel(tables);
  const failures = [new Error('proc is gone')];
  const owners: OwnerIndex = {
    isStale: async () => false,
    resolve: async rows => {
      const failure = rows.length === 2 ? failures.shift() : undefined;
      if (failure) throw failure;
      return {owners: rows.map(() => unknown('kernel')), unresolved: 0, problems: []};
    },
  };
  const collector = await openNetlink({
    load: async () => kernel.library,
    owners,
    proc: '/nonexistent',
    now: () => 1000,
  });
  await collector.poll();
  tables.tcp4 = [listener, connection];
  await assert.rejects(collector.poll(), {message: 'proc is gone'});
  const {sockets} = await collector.poll();
  assert.deepEqual(
    sockets.map(({owner}) => owner),
    [unknown('kernel'), unknown('kernel')],
  );
});

test('Messages that cannot be read, and a table that never stood still, are problems with their numbers', async () => {
  const strange = (sequence: number): Uint8Array =>
    join([
      message(99, sequence, new Uint8Array(4)),
      message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({...listener, state: 55})),
      ending(3, sequence, 0),
    ]);
  const restless = (sequence: number): Uint8Array =>
    join([message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({state: 7}), 0x12), ending(3, sequence, 0)]);
  const {collector} = await open({tcp4: strange, udp4: restless});
  const {sockets, problems} = await collector.poll();
  assert.deepEqual(
    problems.map(({kind, count, text}) => [kind, count, text]),
    [
      ['messages-unreadable', 2, '2 messages of TCP could not be read'],
      ['table-interrupted', 1, 'UDP over IPv4 changed during each of 4 reads: sockets may be missing'],
      ['processes-unreadable', 1, '1 process could not be read'],
    ],
  );
  assert.equal(sockets.length, 1);
});

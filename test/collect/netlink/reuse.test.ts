import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import {trusted} from '../../../source/domain/text.ts';
import {createFakeHost} from '../owners/fake-host.ts';
import {connection, listener} from './fake-collector.ts';
import {type Answer, fakeKernel, type TableName} from './fake-kernel.ts';

/** A collector over tables and processes that the test changes between polls. */
async function start(tables: Partial<Record<TableName, Answer>>) {
  const host = createFakeHost();
  const kernel = fakeKernel(tables);
  const users = {name: (uid: number) => trusted(`user${uid}`), refresh: () => {}};
  const collector = await openNetlink({
    load: async () => kernel.library,
    users,
    proc: '/proc',
    sys: '/sys',
    euid: 0,
    files: host.files,
    openDescriptors: directory => ({
      list: () => host.files.list(directory).map(Number),
      inode: descriptor => {
        const inode = host.processes.get(Number(directory.split('/')[2]))?.open.get(descriptor);
        return inode ?? 'gone';
      },
      isProbing: true,
      close() {},
    }),
    now: () => 1000,
  });
  const owners = async (): Promise<string[]> =>
    (await collector.poll()).sockets.map(({owner}) =>
      owner.known ? owner.value.map(({process}) => `${process.pid} ${process.command}`).join(', ') : owner.why,
    );
  const run = (pid: number, started: number, ...inodes: readonly number[]): void =>
    void host.processes.set(pid, {start: started, open: new Map(inodes.map((inode, index) => [index, inode]))});
  return {host, owners, run};
}

test('an inode that is another socket by its cookie has the owner of that', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [connection]};
  const {owners, run} = await start(tables);
  run(4, 10, 12);
  run(5, 11);
  assert.deepEqual(await owners(), ['4 started 10']);
  tables.tcp4 = [{...connection, cookie: [99, 0]}];
  run(4, 10);
  run(5, 11, 12);
  assert.deepEqual(await owners(), ['5 started 11']);
});

test('an inode that is another socket by its cookie has no owner where nobody holds that', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [connection]};
  const {owners, run} = await start(tables);
  run(4, 10, 12);
  assert.deepEqual(await owners(), ['4 started 10']);
  tables.tcp4 = [{...connection, cookie: [99, 0]}];
  run(4, 10);
  assert.deepEqual([await owners(), await owners()], [['exited'], ['no-process']]);
});

test('an inode and a pid that both passed on, held on the same descriptor, are of the new process', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [connection]};
  const {owners, run} = await start(tables);
  run(4, 10, 12);
  assert.deepEqual(await owners(), ['4 started 10']);
  tables.tcp4 = [{...connection, cookie: [99, 0]}];
  run(4, 20, 12);
  assert.deepEqual(await owners(), ['4 started 20']);
});

test('a pid that passed on while no socket changed is found out in a poll that finds nothing else', async () => {
  const {owners, run} = await start({tcp4: [listener]});
  run(4, 10, 11);
  run(5, 10, 11);
  assert.deepEqual(await owners(), ['4 started 10, 5 started 10']);
  run(5, 30);
  assert.deepEqual(await owners(), ['4 started 10']);
});

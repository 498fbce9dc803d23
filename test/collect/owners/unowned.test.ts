import assert from 'node:assert/strict';
import {renameSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {trusted} from '../../../source/domain/text.ts';
import {createFakeProc, refusing, watchFiles} from './fake-proc.ts';
import {indexOf, ownerText, resolve, rowOf, start} from './requests.ts';

test('a socket without inode belongs to the kernel, or is closing', async context => {
  const {index} = start(context);
  const states = [
    'FIN_WAIT1',
    'FIN_WAIT2',
    'LAST_ACK',
    'CLOSING',
    'TIME_WAIT',
    'SYN_RECV',
    'ESTABLISHED',
    'CLOSE_WAIT',
  ] as const;
  const {owners} = await index().resolve(
    states.map(state => rowOf(null, {state})),
    0,
  );
  const why = owners.map(ownerText);
  assert.deepEqual(why, [...new Array<string>(5).fill('closing'), ...new Array<string>(3).fill('kernel')]);
});

test('a socket without holder has exited after one full scan and has no process after two', async context => {
  const {index} = start(context);
  const owners = index();
  const first = await owners.resolve([rowOf(7)], 0);
  const second = await owners.resolve([rowOf(7)], 1);
  assert.deepEqual([first.owners.map(ownerText), first.unresolved], [['exited'], 1]);
  assert.deepEqual([second.owners.map(ownerText), second.unresolved], [['no-process'], 0]);
});

test('a process that takes a socket over late is found by the next full scan, a new one at once', async context => {
  const {proc, index} = start(context);
  const owners = index();
  proc.add({pid: 9});
  for (const now of [0, 1]) await resolve(owners, now, 7);
  proc.add({pid: 9, descriptors: {3: 'socket:[7]'}});
  assert.deepEqual((await resolve(owners, 2, 7)).map(ownerText), ['no-process']);
  assert.deepEqual((await resolve(owners, 10_001, 7)).map(ownerText), ['9:3']);
  const again = index();
  for (const now of [0, 1]) await resolve(again, now, 8);
  proc.add({pid: 10, descriptors: {3: 'socket:[8]'}});
  assert.deepEqual((await resolve(again, 2, 8)).map(ownerText), ['10:3']);
});

test('a socket that lost its holder is searched twice again', async context => {
  const {proc, index} = start(context);
  const owners = index();
  await resolve(owners, 0, 7);
  proc.add({pid: 9, descriptors: {3: 'socket:[7]'}});
  await resolve(owners, 1, 7);
  proc.remove(9);
  // While the process that ended may have passed it on, it counts as on its way.
  for (const now of [10_000, 10_001, 10_002])
    assert.deepEqual((await resolve(owners, now, 7)).map(ownerText), ['exited']);
  assert.deepEqual((await resolve(owners, 10_003, 7)).map(ownerText), ['no-process']);
});

test('a process that root may not read leaves in doubt what it may hold by its users, and no more', async context => {
  const rows = [0, 1000, 1001].map((uid, index) => rowOf(7 + index, {uid}));
  for (const [uid, expected] of [
    [1000, ['refused', 'refused', 'no-process']],
    [0, ['refused', 'refused', 'refused']],
  ] as const) {
    const {proc, index} = start(context, {files: refusing(/\/5\/fd/)});
    proc.add({pid: 5, uid});
    proc.write('5/status', `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
    const owners = index();
    await owners.resolve(rows, 0);
    const {owners: found, problems} = await owners.resolve(rows, 1);
    assert.deepEqual(found.map(ownerText), expected);
    assert.match(String(problems[0]?.text), /refuses it even to root \(pid 5\)$/);
  }
  const {proc, index} = start(context, {files: refusing(/\/5\/(?:fd|status)/)});
  proc.add({pid: 5, uid: 1000});
  const owners = index();
  await owners.resolve(rows, 0);
  const {owners: found} = await owners.resolve(rows, 1);
  assert.deepEqual(found.map(ownerText), ['refused', 'refused', 'refused'], 'of which not even the users are known');
});

test('a plain file among the descriptors is no refusal', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 5, descriptors: {3: 'socket:[8]'}});
  proc.write('5/fd/0', '');
  const owners = index();
  await resolve(owners, 0, 7, 8);
  assert.deepEqual((await resolve(owners, 1, 7, 8)).map(ownerText), ['no-process', '5:3']);
});

test('a holder that comes while processes are read is found among the new ones', async context => {
  const proc = createFakeProc(context);
  let lists = 0;
  const files = watchFiles((call, path) => {
    if (call !== 'names' || path !== proc.root) return;
    lists++;
    // After the list that the full scan for the missing socket works through.
    if (lists === 5) proc.add({pid: 30, descriptors: {4: 'socket:[7]'}});
  });
  const owners = indexOf(proc, {files});
  await resolve(owners, 0, 7);
  lists = 1;
  assert.deepEqual((await resolve(owners, 1, 7)).map(ownerText), ['30:4']);
});

test('processes that the mount hides leave an owner in doubt', async context => {
  const {proc, index} = start(context, {euid: 1000});
  proc.write('self/mounts', `proc ${proc.root} proc rw,hidepid=invisible 0 0\n`);
  const {owners, problems} = await index().resolve([rowOf(7)], 0);
  assert.deepEqual(owners.map(ownerText), ['needs-root']);
  assert.deepEqual(
    problems.map(({kind}) => kind),
    ['processes-hidden'],
  );
});

test('a host whose process 1 is hidden leaves an owner in doubt', async context => {
  const {proc, index} = start(context);
  proc.remove(1);
  const owners = index();
  await resolve(owners, 0, 7);
  assert.deepEqual((await resolve(owners, 1, 7)).map(ownerText), ['refused']);
});

test('where some process cannot be read, a socket that came during the scan is not refused at once', async context => {
  const rows = [rowOf(7, {uid: 0}), rowOf(8, {uid: 1000})];
  for (const [euid, first, second] of [
    [0, ['exited', 'exited'], ['refused', 'refused']],
    [1000, ['needs-root', 'exited'], ['needs-root', 'needs-root']],
  ] as const) {
    const {proc, index} = start(context, {euid, files: refusing(/\/5\/fd/)});
    proc.add({pid: 5});
    const owners = index();
    const {unresolved, owners: found} = await owners.resolve(rows, 0);
    assert.deepEqual([found.map(ownerText), unresolved], [first, first.filter(why => why === 'exited').length]);
    assert.deepEqual((await owners.resolve(rows, 1)).owners.map(ownerText), second);
  }
});

test('a connection that no process has accepted waits where somebody listens on its port', async context => {
  const {proc, index} = start(context);
  proc.add({pid: 5, descriptors: {3: 'socket:[7]'}});
  const at = (port: number) => ({address: trusted('192.0.2.1'), port, interface: null});
  const peer = at(40_000);
  const waits = (['SYN_RECV', 'ESTABLISHED', 'CLOSE_WAIT'] as const).map(state =>
    rowOf(null, {state, peer, local: at(80)}),
  );
  const elsewhere = [
    rowOf(null, {state: 'ESTABLISHED', peer, local: at(81)}),
    rowOf(null, {state: 'FIN_WAIT2', peer, local: at(80)}),
    rowOf(null, {protocol: 'udp', state: 'ESTABLISHED', peer, local: at(80)}),
  ];
  const {owners} = await index().resolve([rowOf(7), ...waits, ...elsewhere], 0);
  const expected = ['5:3', 'not-accepted', 'not-accepted', 'not-accepted', 'kernel', 'closing', 'kernel'];
  assert.deepEqual(owners.map(ownerText), expected);
});

test('in a PID namespace of its own a holder may be hidden', async context => {
  const {proc, index} = start(context);
  renameSync(join(proc.root, 'self/ns/pid'), join(proc.root, 'self/ns/other'));
  const owners = index();
  for (const now of [0, 1]) assert.deepEqual((await resolve(owners, now, 7)).map(ownerText), ['other-namespace']);
  symlinkSync('pid:[4026532000]', join(proc.root, 'self/ns/pid'));
  const others = index();
  for (const now of [0, 1]) assert.deepEqual((await resolve(others, now, 7)).map(ownerText), ['other-namespace']);
});

test('a socket of a tunnel with a device is the kernel’s, and so are connections to its ports', async context => {
  const {proc, index} = start(context);
  proc.write('sys/class/net/wg0/uevent', 'DEVTYPE=wireguard\nINTERFACE=wg0\n');
  proc.add({pid: 9, name: 'lockd', flags: 0x208040});
  const peer = {address: trusted('192.0.2.1'), port: 900, interface: null};
  const local = {address: trusted('0.0.0.0'), port: 41000, interface: null};
  const rows = [
    rowOf(7, {protocol: 'udp', state: 'UNCONN'}),
    rowOf(8, {local}),
    rowOf(9, {state: 'ESTABLISHED', local, peer}),
    rowOf(10, {state: 'ESTABLISHED', peer}),
  ];
  const owners = index();
  for (const now of [0, 1]) await owners.resolve(rows, now);
  const {owners: found} = await owners.resolve(rows, 2);
  assert.deepEqual(found.map(ownerText), ['kernel', 'kernel', 'kernel', 'no-process']);
});

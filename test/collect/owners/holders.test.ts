import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  addSlot,
  type Holders,
  isHeld,
  ownerOf,
  removeSlot,
  replaceProcess,
} from '../../../source/collect/owners/holders.ts';
import {maxListedDescriptors} from '../../../source/collect/owners/limits.ts';
import {threadSlot} from '../../../source/collect/owners/slots.ts';
import type {ListedProcess} from '../../../source/domain/socket.ts';
import {process} from '../../helpers/build.ts';
import {ownerText} from './requests.ts';

const of = (pid: number): ListedProcess => process(`/usr/bin/p${pid}`, {pid});
const [four, nine, thirty] = [of(4), of(9), of(30)];

const nobody = (): Holders => ({owner: null, many: null});
const text = (holders: Holders): string => ownerText(ownerOf(holders) ?? undefined);

/** The holders after each of these opened the socket on the descriptor. */
const opened = (...all: readonly (readonly [ListedProcess, number])[]): Holders => {
  const holders = nobody();
  for (const [holder, descriptor] of all) assert.ok(addSlot(holders, holder, descriptor));
  return holders;
};

test('holders stand lowest pid first and descriptors lowest first, in whatever order they were found', () => {
  assert.equal(text(opened([thirty, 7], [four, 12], [nine, 3], [four, 5])), '4:5,12 9:3 30:7');
});

test('a holder leaves with its last descriptor, and an owner with its last holder', () => {
  const holders = opened([four, 5], [four, 12], [nine, 3]);
  const after = [
    [4, 5],
    [4, 12],
    [9, 3],
  ].map(([pid = 0, descriptor = 0]) => {
    assert.ok(removeSlot(holders, pid, descriptor));
    return text(holders);
  });
  assert.deepEqual(after, ['4:12 9:3', '9:3', 'missing']);
  assert.equal(isHeld(holders), false);
  assert.ok(addSlot(holders, nine, 8));
  assert.equal(text(holders), '9:8');
});

test('a change of another process or descriptor leaves an owner as it is', () => {
  for (const holders of [opened([four, 5]), opened([four, 5], [four, 6])]) {
    const owner = ownerOf(holders);
    assert.equal(removeSlot(holders, 9, 5), false);
    assert.equal(removeSlot(holders, 4, 7), false);
    assert.equal(replaceProcess(holders, nine), false);
    assert.equal(replaceProcess(holders, four), false);
    assert.equal(ownerOf(holders), owner);
  }
  assert.equal(removeSlot(nobody(), 9, 5), false);
  assert.equal(replaceProcess(nobody(), nine), false);
  const twice = opened([four, 5], [four, 6]);
  const owner = ownerOf(twice);
  assert.equal(addSlot(twice, four, 5), false);
  assert.equal(ownerOf(twice), owner);
});

test('new facts of a process make a new holder of it, and leave the others', () => {
  const holders = opened([four, 5], [nine, 3]);
  const before = ownerOf(holders);
  const renamed = {...four, uid: 33};
  assert.ok(replaceProcess(holders, renamed));
  const after = ownerOf(holders);
  assert.equal(after?.value[0]?.process, renamed);
  assert.equal(after?.value[1], before?.value[1]);
  assert.equal(text(holders), '4:5 9:3');
  const single = opened([four, 5]);
  assert.ok(replaceProcess(single, renamed));
  assert.equal(ownerOf(single)?.value[0]?.process, renamed);
});

test('a descriptor of a thread with a table of its own counts once beside the same one of the process', () => {
  const holders = nobody();
  assert.ok(addSlot(holders, four, threadSlot(4_194_303, 3)));
  assert.equal(text(holders), '4:3');
  assert.ok(addSlot(holders, four, 3));
  assert.ok(addSlot(holders, four, threadSlot(4_194_303, 2_147_483_647)));
  assert.equal(text(holders), '4:3,2147483647');
  assert.ok(removeSlot(holders, 4, 3));
  assert.equal(text(holders), '4:3,2147483647');
});

test('a socket on 20,000 descriptors costs as much for each as one on few, and lists the lowest', () => {
  let reads = 0;
  const counted = Object.defineProperty({...four}, 'pid', {
    get: () => {
      reads++;
      return 4;
    },
  });
  const holders = opened([nine, 0]);
  addSlot(holders, counted, 0);
  const slots = holders.many?.get(4)?.slots;
  reads = 0;
  for (let descriptor = 20_000; descriptor > 1; descriptor--) {
    addSlot(holders, counted, descriptor);
    assert.equal(holders.owner, null, 'the list is made when it is read');
  }
  for (let descriptor = 101; descriptor <= 200; descriptor++) removeSlot(holders, 4, descriptor);
  assert.ok(reads <= 3 * 20_000, `${reads} reads`);
  assert.equal(holders.many?.get(4)?.slots, slots, 'nothing was copied');
  const [holder] = ownerOf(holders)?.value ?? [];
  assert.equal(holder?.descriptors.length, maxListedDescriptors);
  assert.deepEqual(holder?.descriptors.slice(0, 3), [0, 2, 3]);
  assert.equal(holder?.moreDescriptors, 20_000 - 100 - maxListedDescriptors);
});

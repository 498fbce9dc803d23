import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  type KnownOwner,
  withDescriptor,
  withoutDescriptor,
  withProcess,
} from '../../../source/collect/owners/holders.ts';
import type {Process} from '../../../source/domain/socket.ts';
import {process} from '../../helpers/build.ts';
import {ownerText} from './requests.ts';

const of = (pid: number): Process => process(`/usr/bin/p${pid}`, {pid});
const [four, nine, thirty] = [of(4), of(9), of(30)];

/** The owner after each of these opened the socket on the descriptor. */
const opened = (...all: readonly (readonly [Process, number])[]): KnownOwner => {
  let owner: KnownOwner | null = null;
  for (const [holder, descriptor] of all) owner = withDescriptor(owner, holder, descriptor);
  assert.ok(owner);
  return owner;
};

test('holders stand lowest pid first and descriptors lowest first, in whatever order they were found', () => {
  assert.equal(ownerText(opened([thirty, 7], [four, 12], [nine, 3], [four, 5])), '4:5,12 9:3 30:7');
});

test('a holder leaves with its last descriptor, and an owner with its last holder', () => {
  const owner = opened([four, 5], [four, 12], [nine, 3]);
  const less = withoutDescriptor(owner, 4, 5);
  assert.equal(ownerText(less ?? undefined), '4:12 9:3');
  const one = withoutDescriptor(less, 4, 12);
  assert.equal(ownerText(one ?? undefined), '9:3');
  assert.equal(withoutDescriptor(one, 9, 3), null);
});

test('a change of another process or descriptor leaves an owner as it is', () => {
  const owner = opened([four, 5]);
  assert.equal(withoutDescriptor(owner, 9, 5), owner);
  assert.equal(withProcess(owner, nine), owner);
  assert.equal(withProcess(owner, four), owner);
  assert.equal(withoutDescriptor(null, 9, 5), null);
  assert.equal(withProcess(null, nine), null);
});

test('new facts of a process make a new holder of it, and leave the others', () => {
  const owner = opened([four, 5], [nine, 3]);
  const renamed = {...four, uid: 33};
  const after = withProcess(owner, renamed);
  assert.equal(after?.value[0]?.process, renamed);
  assert.equal(after?.value[1], owner.value[1]);
  assert.equal(ownerText(after ?? undefined), '4:5 9:3');
});

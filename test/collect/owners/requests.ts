import type {TestContext} from 'node:test';
import {createOwnerIndex, type OwnerIndex, type OwnerOptions} from '../../../source/collect/owners/owner-index.ts';
import type {OwnerRequest} from '../../../source/collect/owners/tracked-socket.ts';
import type {Owner, Process} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {createFakeProc, type FakeProc, watchFiles} from './fake-proc.ts';

export const rowOf = (inode: number | null, change: Partial<OwnerRequest> = {}): OwnerRequest => ({
  protocol: 'tcp',
  family: 4,
  state: 'LISTEN',
  local: {address: trusted('0.0.0.0'), port: 80, interface: null},
  peer: null,
  recvQueue: 0,
  sendQueue: 0,
  uid: 0,
  inode,
  v6only: null,
  tcp: null,
  mptcp: false,
  netns: null,
  ...change,
});

/** An index of a procfs, as root has it. */
export const indexOf = (proc: FakeProc, options: OwnerOptions = {}): OwnerIndex =>
  createOwnerIndex({proc: proc.root, sys: `${proc.root}/sys`, euid: 0, files: watchFiles(() => {}), ...options});

/** A procfs to fill, and indexes of it. */
export const start = (
  context: TestContext,
  options: OwnerOptions = {},
): {readonly proc: FakeProc; readonly index: () => OwnerIndex} => {
  const proc = createFakeProc(context);
  return {proc, index: () => indexOf(proc, options)};
};

/** The owners of listening sockets with these inodes. */
export const resolve = async (index: OwnerIndex, now: number, ...inodes: number[]): Promise<readonly Owner[]> =>
  (
    await index.resolve(
      inodes.map(inode => rowOf(inode)),
      now,
    )
  ).owners;

/** An owner as `4:3,12 30:9`, pids with their descriptors, or why there is none. */
export const ownerText = (owner: Owner | undefined): string => {
  if (owner === undefined) return 'missing';
  return owner.known
    ? owner.value.map(({process, descriptors}) => `${process.pid}:${descriptors.join(',')}`).join(' ')
    : owner.why;
};

export const processOf = (owner: Owner | undefined): Process | undefined =>
  owner?.known ? owner.value[0]?.process : undefined;

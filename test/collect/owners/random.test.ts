import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {createOwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import type {Owner} from '../../../source/domain/socket.ts';
import {createFakeHost, type FakeHost} from './fake-host.ts';
import {rowOf} from './requests.ts';

// Few pids, descriptors and inodes, so that each is used again all the time.
const pid = fc.integer({min: 2, max: 5});
const descriptor = fc.integer({min: 3, max: 5});
const inode = fc.integer({min: 7, max: 10});
const step = fc.oneof(
  fc.record({does: fc.constant('spawn' as const), pid}),
  fc.record({does: fc.constant('exit' as const), pid}),
  fc.record({does: fc.constant('open' as const), pid, descriptor, inode}),
  fc.record({does: fc.constant('share' as const), pid, descriptor, to: pid, on: descriptor}),
  fc.record({does: fc.constant('close' as const), pid, descriptor}),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A host on which a socket is there while a process has it open, and its inode goes to another one afterwards. */
function createWorld() {
  const host: FakeHost = createFakeHost();
  const cookies = new Map<number, number>();
  /** When processes started that ended while they held a socket, by its cookie. */
  const ended = new Map<number, number[]>();
  let clock = 0;
  const isOpen = (wanted: number): boolean =>
    [...host.processes.values()].some(({open}) => [...open.values()].includes(wanted));

  const exit = (pid: number): void => {
    const {start, open} = host.processes.get(pid) ?? {start: 0, open: new Map<number, number>()};
    for (const inode of new Set(open.values())) {
      const cookie = cookies.get(inode) ?? 0;
      ended.set(cookie, [...(ended.get(cookie) ?? []), start]);
    }
    host.processes.delete(pid);
  };
  const carryOut = (each: Step): void => {
    clock++;
    const process = host.processes.get(each.pid);
    if (each.does === 'spawn' || each.does === 'exit') exit(each.pid);
    if (each.does === 'spawn') host.processes.set(each.pid, {start: clock, open: new Map()});
    else if (each.does === 'close') process?.open.delete(each.descriptor);
    else if (each.does === 'open') {
      if (process && !isOpen(each.inode)) {
        cookies.set(each.inode, clock);
        process.open.set(each.descriptor, each.inode);
      }
    } else if (each.does === 'share') {
      const shared = process?.open.get(each.descriptor);
      if (shared !== undefined) host.processes.get(each.to)?.open.set(each.on, shared);
    }
    for (const each of cookies.keys()) if (!isOpen(each)) cookies.delete(each);
  };
  /** The holders now: `cookie: pid start descriptor` of every descriptor. */
  const truth = (): string[] =>
    [...host.processes].flatMap(([pid, {start, open}]) =>
      [...open].map(([descriptor, inode]) => `${cookies.get(inode)}: ${pid} ${start} ${descriptor}`),
    );
  const rows = () => [...cookies].map(([inode, cookie]) => rowOf(inode, {key: `tcp4 cookie ${cookie}`}));
  /** Whether two processes held the socket of this cookie and ended, of which no holder is older. */
  const mayMove = (cookie: number): boolean => {
    const holders = [...host.processes.values()].filter(({open}) =>
      [...open.values()].some(inode => cookies.get(inode) === cookie),
    );
    return (ended.get(cookie) ?? []).filter(start => holders.every(holder => holder.start > start)).length >= 2;
  };
  return {host, carryOut, truth, rows, mayMove};
}

const cookieOf = (row: {readonly key?: string} | undefined): number => Number(row?.key?.split(' ').at(-1));

/** What the owners claim, in the words of `truth`. */
const claims = (rows: readonly {readonly key?: string}[], owners: readonly Owner[]): string[] =>
  owners.flatMap((owner, index) => {
    const cookie = cookieOf(rows[index]);
    return (owner.known ? owner.value : []).flatMap(({process, descriptors}) =>
      descriptors.map(each => `${cookie}: ${process.pid} ${process.command.split(' ')[1]} ${each}`),
    );
  });

test('however pids, descriptors and inodes are used again, nobody is named who does not hold the socket', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, {maxLength: 6}), {maxLength: 12}), fc.boolean(), async (polls, tells) => {
      const world = createWorld();
      const files = {...world.host.files, ...(!tells && {size: () => 0})};
      const index = createOwnerIndex({proc: '/proc', sys: '/sys', euid: 0, files});
      let now = 0;
      for (const steps of polls) {
        for (const each of steps) world.carryOut(each);
        const rows = world.rows();
        const found = await index.resolve(rows, ++now);
        const truth = world.truth();
        assert.deepEqual(
          claims(rows, found.owners).filter(claim => !truth.includes(claim)),
          [],
        );
        // Every socket here is held, so at the latest a second poll finds by whom, or that it passed to a new process.
        const again = await index.resolve(rows, ++now);
        const isExplained = (owner: Owner, index: number): boolean =>
          owner.known || (owner.why === 'moving' && world.mayMove(cookieOf(rows[index])));
        assert.deepEqual(
          again.owners.filter((owner, index) => !isExplained(owner, index)),
          [],
        );
      }
      // Where no more process ends, a socket is moving for one poll more.
      await index.resolve(world.rows(), ++now);
      now += 10_000;
      const rows = world.rows();
      const {owners} = await index.resolve(rows, now);
      assert.deepEqual(claims(rows, owners).sort(), world.truth().sort());
    }),
    {numRuns: 300},
  );
});

test('the same while a scan of all processes takes many calls, and in the end every holder is named', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, {maxLength: 6}), {maxLength: 12}), async polls => {
      const world = createWorld();
      const scanPart = {least: 1, time: -1};
      const index = createOwnerIndex({proc: '/proc', sys: '/sys', euid: 0, files: world.host.files, scanPart});
      let now = 0;
      for (const steps of polls) {
        for (const each of steps) world.carryOut(each);
        const rows = world.rows();
        const {owners} = await index.resolve(rows, ++now);
        const truth = world.truth();
        assert.deepEqual(
          claims(rows, owners).filter(claim => !truth.includes(claim)),
          [],
        );
      }
      now += 10_000;
      for (let call = 0; call < 20; call++) await index.resolve(world.rows(), ++now);
      const rows = world.rows();
      const {owners} = await index.resolve(rows, ++now);
      assert.deepEqual(claims(rows, owners).sort(), world.truth().sort());
    }),
    {numRuns: 100},
  );
});

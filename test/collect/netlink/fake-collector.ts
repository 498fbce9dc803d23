import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import type {OwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {unknown} from '../../../source/domain/known.ts';
import type {Owner} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {type Answer, fakeKernel, type TableName} from './fake-kernel.ts';
import type {Fields} from './messages.ts';

export const listener: Fields = {state: 10, cookie: [1, 0], inode: 11, uid: 0, ports: [22, 0], queues: [0, 128]};
export const connection: Fields = {
  cookie: [2, 0],
  inode: 12,
  uid: 33,
  ports: [22, 50_000],
  local: [0x0a000001],
  peer: [0x0a000002],
};

/** An index that knows the owners in `known` by inode, and counts its calls. */
function fakeOwners(known: Map<number, Owner>, unresolved: number[] = []) {
  const calls: number[] = [];
  const stale = {next: false};
  const index: OwnerIndex = {
    isStale: async () => {
      const was = stale.next;
      stale.next = false;
      return was;
    },
    resolve: async rows => {
      calls.push(rows.length);
      const problems = [{kind: 'processes-unreadable', count: 1, text: trusted('1 process could not be read')}];
      const owners = rows.map(({inode}) => known.get(inode ?? 0) ?? unknown('needs-root'));
      return {owners, unresolved: unresolved.shift() ?? 0, problems};
    },
  };
  return {index, calls, stale};
}

/**
 * A collector of these tables, with the calls of its index and its clock. `unresolved` is what the index answers so;
 * below `proc` are the tables of raw and packet sockets, none where it does not exist. `refusesBoth`: the kernel dumps
 * each version of IP by itself.
 */
export async function open(
  tables: Partial<Record<TableName, Answer>>,
  unresolved: number[] = [],
  proc = '/nonexistent',
  refusesBoth = false,
) {
  const kernel = fakeKernel(tables, {3: 'eth3', 4: 'eth4'}, refusesBoth);
  const known = new Map<number, Owner>([[11, {known: true, value: []}]]);
  const owners = fakeOwners(known, unresolved);
  const clock = {now: 1000};
  const users = {name: (uid: number) => trusted(uid === 33 ? 'www-data' : `user${uid}`), refresh: () => {}};
  const load = async () => kernel.library;
  const collector = await openNetlink({load, owners: owners.index, users, proc, now: () => clock.now});
  return {...kernel, collector, known, resolved: owners.calls, stale: owners.stale, clock};
}

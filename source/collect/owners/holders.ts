import type {Holder, Owner} from '../../model/socket.ts';
import type {Tracked} from './sweep.ts';

export type KnownOwner = Extract<Owner, {readonly known: true}>;

/** Socket inode → its holders, lowest pid first. Holders and owners that did not change are the objects of `previous`. */
export function findOwners(
  processes: Iterable<Tracked>,
  previous: ReadonlyMap<number, KnownOwner>,
): Map<number, KnownOwner> {
  const holders = new Map<number, Holder[]>();
  for (const {process, sockets} of [...processes].sort((a, b) => a.pid - b.pid)) {
    if (process === null) continue;
    for (const [inode, descriptors] of sockets) {
      const before = previous.get(inode)?.value.find(holder => holder.process === process);
      const holder = before && isSameList(before.descriptors, descriptors) ? before : {process, descriptors};
      const list = holders.get(inode);
      if (list) list.push(holder);
      else holders.set(inode, [holder]);
    }
  }
  const owners = new Map<number, KnownOwner>();
  for (const [inode, list] of holders) {
    const before = previous.get(inode);
    owners.set(inode, before && isSameList(before.value, list) ? before : {known: true, value: list});
  }
  return owners;
}

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

import type {Socket} from '../../domain/socket.ts';

/**
 * The sockets of several listings of one host, each socket once: of two rows of a socket, the row with more facts.
 * Sockets with the same ends differ by their order. Rows that name different processes are two sockets, perhaps of two
 * hosts.
 */
export function mergeListings(listings: readonly (readonly Socket[])[]): readonly Socket[] {
  const [only, ...others] = listings;
  if (only && others.length === 0) return only;
  const found = new Map<string, Socket[]>();
  const order: {all: Socket[]; at: number}[] = [];
  for (const listing of listings) {
    const seen = new Map<string, number>();
    for (const socket of listing) {
      const ends = endsOf(socket);
      const ordinal = seen.get(ends) ?? 0;
      seen.set(ends, ordinal + 1);
      const key = `${ends} #${ordinal}`;
      const all = found.get(key) ?? [];
      found.set(key, all);
      const at = all.findIndex(each => mayBeSame(each, socket));
      const before = all[at];
      if (before) all[at] = fuller(before, socket);
      else order.push({all, at: all.push(socket) - 1});
    }
  }
  return order.flatMap(({all, at}) => all[at] ?? []);
}

// Without the interface: not every tool prints it.
const endsOf = ({protocol, family, local, peer}: Socket): string =>
  [protocol, family, local.address, local.port, peer?.address, peer?.port].join(' ');

function mayBeSame(a: Socket, b: Socket): boolean {
  const [some, others] = [a, b].map(pidsOf);
  return !some?.length || !others?.length || some.some(pid => others.includes(pid));
}

const pidsOf = ({owner}: Socket): readonly number[] =>
  owner.known ? owner.value.flatMap(({process}) => process.pid ?? []) : [];

const fuller = (a: Socket, b: Socket): Socket => (factsIn(b) > factsIn(a) ? b : a);

function factsIn({owner, inode, uid, user, tcp, v6only, recvQueue, local}: Socket): number {
  const holders = owner.known ? owner.value : [];
  const ofHolders = holders.flatMap(({process: {pid, name}, descriptors}) => [pid, name, ...descriptors]);
  return [...ofHolders, inode, uid ?? user, tcp, v6only, recvQueue, local.interface].filter(fact => fact !== null)
    .length;
}

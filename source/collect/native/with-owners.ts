import {formatIPv6, parseIPv6} from '../../domain/address.ts';
import {known, unknown} from '../../domain/known.ts';
import type {Endpoint, Holder, Owner, Socket} from '../../domain/socket.ts';
import {closingStates} from '../kernel-states.ts';
import {joinHolders} from '../saved/printed-program.ts';

/**
 * Sockets of one table with the owners of another table, `held`, found by protocol and both ends. Sockets of the same
 * ends cannot be distinguished: where both tables have as many of them, each gets one holder; else each gets all.
 * `seesAll`: no process was hidden. Linear, but for sockets of the same ends.
 */
export function withOwners(sockets: readonly Socket[], held: readonly Socket[], seesAll: boolean): readonly Socket[] {
  const holding = Map.groupBy(held, endsOf);
  const byEnds = Map.groupBy(sockets, endsOf);
  return sockets.map(socket => {
    const ends = endsOf(socket);
    const rows = byEnds.get(ends) ?? [];
    const holders = holdersFor(socket, rows, holding.get(ends) ?? []);
    return {...socket, owner: holders.length > 0 ? known(holders) : ownerless(socket, seesAll)};
  });
}

function holdersFor(socket: Socket, rows: readonly Socket[], alike: readonly Socket[]): readonly Holder[] {
  if (socket.state === 'TIME_WAIT') return [];
  const named = holdersOf(socket.owner);
  const all = joinHolders(alike.flatMap(({owner}) => holdersOf(owner)));
  // The other table has more facts of a process, so its holders come first.
  if (rows.length === 1) return joinHolders([...all, ...named]);
  if (named.length > 0) return named.map(each => all.find(({process}) => process.pid === each.process.pid) ?? each);
  const partner = alike.length === rows.length ? alike[rows.indexOf(socket)] : undefined;
  return partner ? holdersOf(partner.owner) : all;
}

function ownerless({state, owner}: Socket, seesAll: boolean): Owner {
  if (!owner.known && owner.why !== 'not-collected') return owner;
  if (!seesAll) return unknown('needs-root');
  return unknown(closingStates.has(state) ? 'closing' : 'not-collected');
}

const holdersOf = (owner: Owner): readonly Holder[] => (owner.known ? owner.value : []);

function endsOf({protocol, family, local, peer}: Socket): string {
  return `${protocol}${family ?? ''} ${endOf(local)} ${peer ? endOf(peer) : '-'}`;
}

const endOf = ({address, port}: Endpoint): string => `${withoutScope(address)} ${port}`;

// The BSDs have the interface of a link-local address in its second group (KAME), and lsof prints it there.
function withoutScope(address: string): string {
  const groups = /^fe80:/i.test(address) ? parseIPv6(address) : null;
  return groups ? formatIPv6([groups[0] ?? 0, 0, ...groups.slice(2)]) : address;
}

import {formatIPv6, parseIPv6} from '../../domain/address.ts';
import {known, unknown} from '../../domain/known.ts';
import type {Endpoint, Holder, Owner, Socket} from '../../domain/socket.ts';
import {closingStates} from '../kernel-states.ts';
import {joinHolders} from '../saved/printed-program.ts';

/**
 * Sockets of one table with the owners that another table tells of, found by protocol and both ends. Sockets of the same ends cannot
 * be told apart: where both tables have as many of them, each gets one; else each gets all. `seesAll`: no process was hidden.
 */
export function withOwners(sockets: readonly Socket[], told: readonly Socket[], seesAll: boolean): readonly Socket[] {
  const tellers = Map.groupBy(told, endsOf);
  const alike = Map.groupBy(sockets, endsOf);
  return sockets.map(socket => {
    const ends = endsOf(socket);
    const rows = alike.get(ends) ?? [];
    const holders = holdersFor(socket, rows, tellers.get(ends) ?? []);
    return {...socket, owner: holders.length > 0 ? known(holders) : ownerless(socket, seesAll)};
  });
}

function holdersFor(socket: Socket, rows: readonly Socket[], tellers: readonly Socket[]): readonly Holder[] {
  if (socket.state === 'TIME_WAIT') return [];
  const named = holdersOf(socket.owner);
  const all = joinHolders(tellers.flatMap(({owner}) => holdersOf(owner)));
  // The other table tells more of a process, so its word comes first.
  if (rows.length === 1) return joinHolders([...all, ...named]);
  if (named.length > 0) return named.map(each => all.find(({process}) => process.pid === each.process.pid) ?? each);
  const partner = tellers.length === rows.length ? tellers[rows.indexOf(socket)] : undefined;
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

// The BSDs keep the interface of a link-local address in its second group (KAME), and lsof prints it there.
function withoutScope(address: string): string {
  const groups = /^fe80:/i.test(address) ? parseIPv6(address) : null;
  return groups ? formatIPv6([groups[0] ?? 0, 0, ...groups.slice(2)]) : address;
}

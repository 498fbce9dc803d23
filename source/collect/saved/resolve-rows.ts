import {known, unknown} from '../../domain/known.ts';
import {
  type Endpoint,
  type Holder,
  mptcpNotReported,
  type Owner,
  type Protocol,
  type Socket,
  type SocketState,
} from '../../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import {closingStates} from '../kernel-states.ts';
import {mergeListings} from './merge-listings.ts';
import {namesByPid, withNames} from './names-by-pid.ts';
import type {ParsedRow} from './parsed-row.ts';
import {joinHolders} from './printed-program.ts';

/** The rows of one table, in order. */
export type Table = readonly ParsedRow[];

export type Resolved = {
  readonly sockets: readonly Socket[];
  /** Number of TCP sockets whose row has no state: ESTABLISHED where it has a peer, else LISTEN. */
  readonly assumedStates: number;
  /** Words for a state that are not known, and the number of their sockets. */
  readonly unknownWords: ReadonlyMap<Clean, number>;
};

/**
 * Turns rows into sockets: resolves the facts that only a whole table shows, joins rows of one socket, gives a reason
 * for each missing owner, and makes keys. `needsRoot`: a note in the text reports that processes were hidden.
 * `programs` are names by process ID, from a list of processes in the same text.
 */
export function resolveRows(
  tables: readonly Table[],
  needsRoot: boolean,
  programs: ReadonlyMap<number, string> = new Map(),
): Resolved {
  let assumedStates = 0;
  const unknownWords = new Map<Clean, number>();
  const names = namesByPid(tables, programs);
  const listings = tables.map(table => {
    const rows = joinRows(withoutHost(resolveStars(resolveProtocols(table))).map(row => withNames(row, names)));
    const showsOwners = rows.some(row => row.holders.length > 0 || row.ownerBlank);
    return rows.map((row): Socket => {
      const state = stateOf(row);
      if (row.state === null && row.protocol === 'tcp') assumedStates++;
      if (row.unknownWord !== undefined) {
        const word = sanitize(row.unknownWord, 40);
        unknownWords.set(word, (unknownWords.get(word) ?? 0) + 1);
      }
      const peer = state === 'LISTEN' ? null : row.peer;
      const {protocol, family, local, recvQueue, sendQueue, v6only, tcp, mptcp, netns} = row;
      const owner = ownerOf(row, state, showsOwners, needsRoot);
      const key = keyOf(protocol, family, local, peer);
      return {
        key,
        protocol,
        family,
        state,
        local,
        peer,
        recvQueue,
        sendQueue,
        ...belongsTo(row),
        v6only,
        tcp,
        mptcp: mptcp ?? mptcpNotReported(protocol),
        netns,
        owner,
      };
    });
  });
  return {sockets: withOrdinals(mergeListings(listings)), assumedStates, unknownWords};
}

function withOrdinals(sockets: readonly Socket[]): readonly Socket[] {
  const seen = new Map<string, number>();
  return sockets.map(socket => {
    const ordinal = seen.get(socket.key) ?? 0;
    seen.set(socket.key, ordinal + 1);
    return ordinal === 0 ? socket : {...socket, key: `${socket.key} #${ordinal + 1}`};
  });
}

/** Key of a socket of saved text, without its state; equal sockets get an ordinal. */
function keyOf(protocol: Protocol, family: 4 | 6 | null, local: Endpoint, peer: Endpoint | null): string {
  const end = (of: Endpoint): string => `${of.address}${of.interface === null ? '' : `%${of.interface}`} ${of.port}`;
  return `${protocol}${family ?? ''} ${end(local)}${peer ? ` ${end(peer)}` : ''}`;
}

// A table of ss without Netid column holds one protocol: UNCONN is UDP's, every other state but ESTAB is TCP's.
function resolveProtocols(table: Table): Table {
  const guessed = table.filter(row => row.protocolGuessed);
  const tcp = guessed.some(row => row.state !== 'UNCONN' && row.state !== 'ESTABLISHED');
  const udp = !tcp && guessed.some(row => row.protocol === 'udp');
  return table.map(row => {
    if (!row.protocolGuessed || row.protocol === 'raw') return row;
    return {...row, protocol: udp ? 'udp' : 'tcp'};
  });
}

// `*` as an address is the dual-stack wildcard since iproute2 4.14. Before, it was IPv4's, also in the peer `*:*`.
function resolveStars(table: Table): Table {
  const old = table.some(row => row.star === 'shows-old-ss') || (table.some(isStar) && hasBothWildcards(table));
  return table.map(row => {
    if (row.star !== 'unresolved') return row;
    const local = {...row.local, address: trusted(old ? '0.0.0.0' : '::')};
    return {...row, local, family: old ? 4 : 6, v6only: old || row.protocol === 'raw' ? null : false};
  });
}

/** Rows of lsof without the name of a host or file that all have before the name of the program. */
function withoutHost(table: Table): Table {
  const names = new Set(table.flatMap(({holders}) => holders.map(({process}) => process.name ?? '')));
  const [first = ''] = names;
  const host = first.match(/^(?:(?:[a-z][\w.-]*|REM) |[\w./-]+:|b')/)?.[0];
  if (host === undefined || names.size < 2 || ![...names].every(name => name.startsWith(host))) return table;
  const shorten = (holder: Holder): Holder => {
    const {process} = holder;
    return {...holder, process: {...process, name: process.name && sanitize(process.name.slice(host.length))}};
  };
  return table.map(row => (row.identity === null ? row : {...row, holders: row.holders.map(shorten)}));
}

const isStar = ({star}: ParsedRow): boolean => star === 'unresolved';

// A dual-stack socket leaves no room for one of IPv6 at the same port, and beside it IPv4's wildcard is 0.0.0.0.
function hasBothWildcards(table: Table): boolean {
  const portOf = ({protocol, local}: ParsedRow): string => `${protocol} ${local.port}`;
  const stars = new Set(table.filter(isStar).map(portOf));
  const others = table.filter(row => !isStar(row));
  const ofIPv6 = others.filter(({local}) => local.address === '::');
  return ofIPv6.some(row => stars.has(portOf(row))) && !others.some(({local}) => local.address === '0.0.0.0');
}

function joinRows(table: Table): Table {
  const joined = new Map<string | ParsedRow, ParsedRow>();
  for (const row of table) {
    const before = joined.get(row.identity ?? row);
    const holders = before ? joinHolders([...before.holders, ...row.holders]) : row.holders;
    joined.set(row.identity ?? row, {...(before ?? row), holders});
  }
  return [...joined.values()];
}

function stateOf({protocol, state, peer}: ParsedRow): SocketState {
  if (protocol !== 'tcp') return peer ? 'ESTABLISHED' : 'UNCONN';
  if (state === null) return peer ? 'ESTABLISHED' : 'LISTEN';
  return state === 'UNCONN' ? 'CLOSE' : state;
}

// The kernel shows inode 0 and user 0 for a socket that no process has any more.
const belongsTo = ({inode, uid, user}: ParsedRow): Pick<Socket, 'inode' | 'uid' | 'user'> =>
  inode === 0 ? {inode: null, uid: null, user: null} : {inode, uid, user};

// TIME_WAIT and SYN_RECV never have a process; the other closing states have none where the table shows the owners of
// other sockets.
function ownerOf(row: ParsedRow, state: SocketState, showsOwners: boolean, needsRoot: boolean): Owner {
  if (state === 'TIME_WAIT') return unknown('closing');
  if (row.holders.length > 0) return known(row.holders);
  if (state === 'SYN_RECV') return unknown('not-accepted');
  if (closingStates.has(state) && (showsOwners || row.inode === 0)) return unknown('closing');
  return unknown(row.ownerBlank && needsRoot ? 'needs-root' : 'not-collected');
}

import {known, unknown} from '../../domain/known.ts';
import type {Endpoint, Owner, Protocol, Socket, SocketState} from '../../domain/socket.ts';
import {trusted} from '../../domain/text.ts';
import {closingStates} from '../kernel-states.ts';
import type {Draft} from './parsed-row.ts';
import {joinHolders, savedProcess} from './printed-program.ts';

/** The rows of one table, in order. */
export type Table = readonly Draft[];

export type Settled = {
  readonly sockets: readonly Socket[];
  /** Sockets whose row has no state, so that it was taken from whether there is a peer. */
  readonly assumedStates: number;
};

/**
 * Turns drafts into sockets: joins rows, settles what a whole table tells, says why an owner is missing, gives keys.
 * `programs` are names by process ID, from a list of processes in the same text.
 */
export function settle(
  tables: readonly Table[],
  needsRoot: boolean,
  programs: ReadonlyMap<number, string> = new Map(),
): Settled {
  const seen = new Map<string, number>();
  let assumedStates = 0;
  const sockets = tables.flatMap(table => {
    const drafts = joinRows(settleStars(settleProtocols(table)).map(draft => withProgram(draft, programs)));
    const showsOwners = drafts.some(draft => draft.holders.length > 0 || draft.ownerBlank);
    return drafts.map((draft): Socket => {
      const state = stateOf(draft);
      if (draft.state === null && draft.protocol === 'tcp') assumedStates++;
      const peer = state === 'LISTEN' ? null : draft.peer;
      const {protocol, family, local, recvQueue, sendQueue, v6only, tcp} = draft;
      const base = keyOf(protocol, family, local, peer);
      const ordinal = seen.get(base) ?? 0;
      seen.set(base, ordinal + 1);
      const key = ordinal === 0 ? base : `${base} #${ordinal + 1}`;
      const owner = ownerOf(draft, state, showsOwners, needsRoot);
      return {key, protocol, family, state, local, peer, recvQueue, sendQueue, ...belongsTo(draft), v6only, tcp, owner};
    });
  });
  return {sockets, assumedStates};
}

/** Key of a socket of saved text, from what stays while it lives; equal sockets are told apart by an ordinal. */
function keyOf(protocol: Protocol, family: 4 | 6 | null, local: Endpoint, peer: Endpoint | null): string {
  const end = (of: Endpoint): string => `${of.address}${of.interface === null ? '' : `%${of.interface}`} ${of.port}`;
  return `${protocol}${family ?? ''} ${end(local)}${peer ? ` ${end(peer)}` : ''}`;
}

// A table of ss without Netid column holds one protocol: UNCONN is UDP's, every other state but ESTAB is TCP's.
function settleProtocols(table: Table): Table {
  const guessed = table.filter(draft => draft.protocolGuessed);
  const tcp = guessed.some(draft => draft.state !== 'UNCONN' && draft.state !== 'ESTABLISHED');
  const udp = !tcp && guessed.some(draft => draft.protocol === 'udp');
  return table.map(draft => {
    if (!draft.protocolGuessed || draft.protocol === 'raw') return draft;
    return {...draft, protocol: udp ? 'udp' : 'tcp'};
  });
}

// `*` for an address is the dual-stack wildcard since iproute2 4.14; before, IPv4's, and then `*:*` is IPv4's peer too.
function settleStars(table: Table): Table {
  const old = table.some(draft => draft.star === 'shows-old-ss');
  return table.map(draft => {
    if (draft.star !== 'unsettled') return draft;
    const local = {...draft.local, address: trusted(old ? '0.0.0.0' : '::')};
    return {...draft, local, family: old ? 4 : 6, v6only: old || draft.protocol === 'raw' ? null : false};
  });
}

// Process 0 is the kernel's own idle process, which the tables of Windows name for connections that have none.
function withProgram(draft: Draft, programs: ReadonlyMap<number, string>): Draft {
  const {pid, holders} = draft;
  if (pid === null || pid === 0 || holders.length > 0) return draft;
  const name = programs.get(pid) ?? '';
  return name === '' ? draft : {...draft, holders: [{process: savedProcess(pid, name), descriptors: []}]};
}

function joinRows(table: Table): Table {
  const joined = new Map<string | Draft, Draft>();
  for (const draft of table) {
    const before = joined.get(draft.identity ?? draft);
    const holders = before ? joinHolders([...before.holders, ...draft.holders]) : draft.holders;
    joined.set(draft.identity ?? draft, {...(before ?? draft), holders});
  }
  return [...joined.values()];
}

function stateOf({protocol, state, peer}: Draft): SocketState {
  if (protocol !== 'tcp') return peer ? 'ESTABLISHED' : 'UNCONN';
  if (state === null) return peer ? 'ESTABLISHED' : 'LISTEN';
  return state === 'UNCONN' ? 'CLOSE' : state;
}

// The kernel shows inode 0 and user 0 for a socket that it alone still keeps.
const belongsTo = ({inode, uid, user}: Draft): Pick<Socket, 'inode' | 'uid' | 'user'> =>
  inode === 0 ? {inode: null, uid: null, user: null} : {inode, uid, user};

// TIME_WAIT and SYN_RECV never have a process; the other closing states have none where owners are shown and theirs is not.
function ownerOf(draft: Draft, state: SocketState, showsOwners: boolean, needsRoot: boolean): Owner {
  if (state === 'TIME_WAIT') return unknown('closing');
  if (draft.holders.length > 0) return known(draft.holders);
  if (state === 'SYN_RECV') return unknown('not-accepted');
  if (closingStates.has(state) && (showsOwners || draft.inode === 0)) return unknown('closing');
  return unknown(draft.ownerBlank && needsRoot ? 'needs-root' : 'not-collected');
}

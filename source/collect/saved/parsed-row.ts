import type {Holder, Socket, SocketState} from '../../domain/socket.ts';
import {trusted} from '../../domain/text.ts';

/**
 * A socket as one row shows it. The whole text decides the rest: rows to join, the reason for a missing owner, the key.
 */
export type ParsedRow = Omit<Socket, 'key' | 'state' | 'owner'> & {
  /** null where the row has none, though the protocol has states. */
  readonly state: SocketState | null;
  /** The word for the state, where it is not known and `state` follows from the peer. */
  readonly unknownWord?: string;
  /** The row has words that were not understood where the program stands. */
  readonly isPartial?: true;
  /** A process with a pid alone gets its name from a list of processes in the same text. */
  readonly holders: readonly Holder[];
  /** The row has a place for the program, and `-` in it. */
  readonly ownerBlank: boolean;
  /** Rows of one table with the same identity are one socket; null where every row is one. */
  readonly identity: string | null;
  /** The table has no protocol column (`ss -t`, `ss -u`): the protocol is a guess from this row alone. */
  readonly protocolGuessed: boolean;
  /** How ss uses `*` as an address: before iproute2 4.14 for IPv4's wildcard, since then for the dual-stack one. */
  readonly star: 'unresolved' | 'shows-old-ss' | null;
};

export const blankRow: ParsedRow = {
  protocol: 'tcp',
  family: null,
  state: null,
  local: {address: trusted('*'), port: 0, interface: null},
  peer: null,
  recvQueue: null,
  sendQueue: null,
  uid: null,
  user: null,
  inode: null,
  v6only: null,
  tcp: null,
  mptcp: null,
  netns: null,
  holders: [],
  ownerBlank: false,
  identity: null,
  protocolGuessed: false,
  star: null,
};

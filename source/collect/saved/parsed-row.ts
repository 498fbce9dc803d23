import type {Holder, Socket, SocketState} from '../../domain/socket.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {PortReader} from './service-port.ts';

/** A socket as one row tells of it; what only the whole text can tell (joined rows, why no owner, key) comes later. */
export type Draft = Omit<Socket, 'key' | 'state' | 'owner'> & {
  /** null where the row has none, though the protocol has states. */
  readonly state: SocketState | null;
  readonly holders: readonly Holder[];
  /** Process that holds the socket, where the row names no program; another table may. */
  readonly pid: number | null;
  /** The row has a place for the program, and `-` in it. */
  readonly ownerBlank: boolean;
  /** Rows of one table with the same identity are one socket; null where every row is one. */
  readonly identity: string | null;
  /** The table has no protocol column (`ss -t`, `ss -u`): what this row alone suggests. */
  readonly protocolGuessed: boolean;
  /** What `*` stands for in this table: in ss before 4.14 IPv4's wildcard, since then the dual-stack one. */
  readonly star: 'unsettled' | 'shows-old-ss' | null;
};

export const blankDraft: Draft = {
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
  holders: [],
  pid: null,
  ownerBlank: false,
  identity: null,
  protocolGuessed: false,
  star: null,
};

/** What a table makes of one line. */
export type Outcome =
  | {readonly kind: 'socket'; readonly draft: Draft}
  /** More about the socket before. */
  | {readonly kind: 'amend'; readonly amend: (draft: Draft) => Draft}
  /** A line of a list of processes. */
  | {readonly kind: 'process'; readonly pid: number; readonly name: string}
  /** Understood, and not a socket of the internet protocols; `what` is counted. */
  | {readonly kind: 'skip'; readonly what: string}
  /** Understood, and part of a row that other lines finish. */
  | {readonly kind: 'part'};

/** Reads the lines of one table in order; null where a line is none of its rows. */
export type ReadRow = (line: Clean) => Outcome | null;

export type Format = {
  /** As in "read as …". */
  readonly name: string;
  /** A list of processes is no table of sockets by itself. */
  readonly ofProcesses?: true;
  /** Whether this line is the head of such a table. */
  readonly header: (line: Clean) => boolean;
  /** Starts a table; `header` is the line above it, null where the table has none. */
  readonly open: (ports: PortReader, header: Clean | null) => ReadRow;
};

export const skip = (what: string): Outcome => ({kind: 'skip', what});
export const part: Outcome = {kind: 'part'};

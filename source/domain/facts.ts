import type {Scope} from './address.ts';
import type {Acceptance} from './baseline.ts';
import type {Evidence} from './evidence.ts';
import {networkOf, thisHost} from './netns.ts';
import type {Netns, Owner, Socket} from './socket.ts';
import type {Clean} from './text.ts';
import type {Verdict} from './verdict.ts';

export type Direction = 'listening' | 'inbound' | 'outbound' | 'unconnected' | 'unknown';

/** The basis of a direction, or why it is unknown. Words that complete "inbound: …". */
export const directionReasons = {
  waits: 'its state shows it',
  state: 'its state shows who opened it',
  listener: `${thisHost} listens on the local port`,
  'past-listener': `${thisHost} listened on the local port before`,
  earlier: 'known since an earlier refresh',
  'ftp-data': 'an FTP server opens its data connections from port 20',
  'local-port': 'no client is given such a port as the local one',
  'peer-port': "the local port is one that clients are given, and the peer's is not",
  'service-name': 'one of its ports alone is registered for a service',
  program: 'a server program holds it, on a port registered for a service',
  connected: `${thisHost} has set its peer`,
  'no-listener': `nothing on ${thisHost} listens on the local port`,
  'listener-gone': 'not known: the listener may be gone, and the ports do not show who opened it',
  'not-in-text': 'not in this text: it has no listeners, and state, ports and program leave it open',
} as const;
export type DirectionReason = keyof typeof directionReasons;

/** A socket that waits for connections, with its verdict: a part of its assessment, for the connections to it. */
export type JudgedListener = {
  /** The key of its socket. */
  readonly key: string;
  readonly owner: Owner;
  /** As in `Facts`. */
  readonly role: Clean | null;
  readonly verdict: Verdict;
  /** The id of the rule that holds for it. */
  readonly rule: string;
  /** The reason in a few words. */
  readonly why: Clean;
  /** As in the row of its socket. */
  readonly acceptance: Acceptance | null;
};

const host = new RegExp(`(on )?${thisHost}`, 'g');

/** The words of a reason for a socket of a network namespace: ports belong to a namespace. */
export function directionWordsOf(reason: DirectionReason, netns: Netns | null): string {
  const words = directionReasons[reason];
  const network = networkOf(netns);
  return netns === null ? words : words.replace(host, (_words, on?: string) => (on ? `in ${network}` : network));
}

/**
 * A socket, and the facts that follow from it and from the other sockets of its poll. Rules and checks read these
 * facts.
 */
export type Facts = {
  readonly socket: Socket;
  readonly direction: Direction;
  readonly directionReason: DirectionReason;
  /** Scope of the local address. */
  readonly scope: Scope;
  /** The local address is on loopback. Whether others reach it by routing is for the check `loopback-true`. */
  readonly loopback: boolean;
  /** The peer is on loopback too; false where there is no peer. */
  readonly peerLoopback: boolean;
  /** The port of the service: the peer's port when outbound, the lower one when that is unknown, else the local one. */
  readonly servicePort: number;
  /** Registered or usual name of the service port; null where no registry has the port. */
  readonly service: Clean | null;
  /**
   * Owners of the sockets that listen on the local port, one entry a socket. Where none listens any more: the owners
   * of the sockets that did when the connection was first seen; empty where none did.
   */
  readonly listenerOwners: readonly Owner[];
  /**
   * The evidence of the refresh in which the listeners were last there, where none listens any more: later evidence
   * does not have their holders. null while one listens.
   */
  readonly listenerEvidence: Evidence | null;
  /**
   * The listeners that an inbound connection may have come in to: more than one where sockets share the port. They are
   * the ones of the time when it came in, as they were last seen. Empty where none was seen.
   */
  readonly cameInTo: readonly JudgedListener[];
  /**
   * The role of its first holder, where the program does not show it: the unit of the system, for process 1 the socket
   * unit, else the script of an interpreter: `munin-node` of perl. For display only; null where there is none.
   */
  readonly role: Clean | null;
  /**
   * UDP without a peer, off loopback, on a port that this host gives to clients and no registry names: as a rule a
   * client between two questions (a resolver, syncthing), or an RPC service.
   */
  readonly isDynamic: boolean;
  /** `::` that takes IPv4 too; false for every other address. */
  readonly dualStack: boolean;
};

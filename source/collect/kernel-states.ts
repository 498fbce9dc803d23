import type {SocketState} from '../domain/socket.ts';

/**
 * TCP states by number (the kernel's include/net/tcp_states.h). 12 is TCP_NEW_SYN_RECV, the request sockets of
 * SYN_RECV; 13 is TCP_BOUND_INACTIVE, bound but neither listening nor connected, which only sock_diag(7) shows.
 */
export const tcpStates: readonly (SocketState | undefined)[] = [
  undefined,
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'SYN_RECV',
  'CLOSE',
];

/** States of UDP and raw sockets by the same numbers: connected, or not (as `ss(8)` prints TCP_CLOSE there). */
export const datagramStates: readonly (SocketState | undefined)[] = [
  undefined,
  'ESTABLISHED',
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  'UNCONN',
];

/** States of a socket without inode that its process has closed. */
export const closingStates: ReadonlySet<SocketState> = new Set([
  'FIN_WAIT1',
  'FIN_WAIT2',
  'LAST_ACK',
  'CLOSING',
  'TIME_WAIT',
]);

/** States of a connection that no process has accepted yet; its peer may have closed it meanwhile. */
export const waitingStates: ReadonlySet<SocketState> = new Set(['SYN_RECV', 'ESTABLISHED', 'CLOSE_WAIT']);

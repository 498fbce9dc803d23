import {hostIsLittle, SOCK_DIAG_BY_FAMILY, TCPDIAG_GETSOCK} from './decode.ts';
import {AF_INET6} from './inet-diag.ts';

/**
 * Sockets that one dump gives: of one protocol, and of one version of IP or both. The kernel has one table for both,
 * and walks the whole of it for each dump.
 */
export type TableId =
  | {readonly protocol: 'tcp' | 'udp'; readonly family: 4 | 6}
  | {readonly protocol: 'tcp'; readonly family: 'both'};

/** A request for one whole dump: struct nlmsghdr and struct inet_diag_req_v2 (man 7 sock_diag). */
export const requestSize = 72;
/** The same with struct inet_diag_req, which has the states at another place (linux/inet_diag.h). */
const oldRequestSize = 76;

const AF_INET = 2;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;
// NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH
const dumpFlags = 0x301;
// 1 << (INET_DIAG_INFO - 1): requests struct tcp_info.
const withTcpInfo = 2;
/** From TCP_ESTABLISHED (1) to TCP_NEW_SYN_RECV (12). */
export const allStates = 0x1ffe;
/**
 * TCP_BOUND_INACTIVE (13): TCP that is bound, and neither listens nor talks. The kernel walks another table for it, of
 * all bound ports. Before Linux 6.8 it has no such sockets.
 */
export const boundStates = 0x2000;
/** Requests no socket, only whether the table can be dumped. */
export const noStates = 0;

/** The request for the sockets of a table in any of `states`, a bit for each. Its answers carry `sequence`. */
export function dumpRequest(
  table: TableId,
  states: number,
  sequence: number,
  little: boolean = hostIsLittle,
): Uint8Array {
  const isOfBoth = table.family === 'both';
  const bytes = new Uint8Array(isOfBoth ? oldRequestSize : requestSize);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, little);
  view.setUint16(4, isOfBoth ? TCPDIAG_GETSOCK : SOCK_DIAG_BY_FAMILY, little);
  view.setUint16(6, dumpFlags, little);
  view.setUint32(8, sequence, little);
  view.setUint8(16, table.family === 6 ? AF_INET6 : AF_INET);
  if (isOfBoth) {
    view.setUint8(19, withTcpInfo);
    view.setUint32(68, states, little);
    return bytes;
  }
  view.setUint8(17, table.protocol === 'tcp' ? IPPROTO_TCP : IPPROTO_UDP);
  view.setUint8(18, table.protocol === 'tcp' ? withTcpInfo : 0);
  view.setUint32(20, states, little);
  return bytes;
}

import {release} from 'node:os';
import {isKernelSince} from '../../linux/kernel-release.ts';
import {hostIsLittle, inetDiagSize} from './decode.ts';

/**
 * Places of the values in a `Sample`: first the endpoints, then other values with which the owner may change, then
 * counters.
 */
export const field = {
  /** AF_INET or AF_INET6. */
  family: 0,
  localPort: 1,
  peerPort: 2,
  /** Four words, most significant first; IPv4 has only the first one. */
  local: 3,
  peer: 7,
  /** Index of the bound device or the scope; 0 where there is none. */
  device: 11,
  state: 12,
  uid: 13,
  inode: 14,
  /** IPV6_V6ONLY: 0 or 1; 2 where the kernel does not report it. */
  v6only: 15,
  /** A subflow of Multipath TCP: 0 or 1; 2 where the kernel does not report whether it is one. */
  mptcp: 16,
  recvQueue: 17,
  sendQueue: 18,
  /** 1 where the kernel sent struct tcp_info, else the rest is 0. */
  info: 19,
  /** Microseconds. */
  rtt: 20,
  retransmits: 21,
  ackedHigh: 22,
  ackedLow: 23,
  receivedHigh: 24,
  receivedLow: 25,
} as const;
export const firstAfterEndpoints: number = field.state;
export const firstCounter: number = field.recvQueue;
export const sampleLength: number = field.receivedLow + 1;

/** Value of `field.family` for IPv6; for IPv4 it is AF_INET. The same on every Linux (bits/socket.h). */
export const AF_INET6 = 10;

/**
 * Every value of a socket that can change, as numbers at fixed places, so that two polls are compared without making
 * objects.
 */
export type Sample = Uint32Array;

// linux/inet_diag.h and linux/rtnetlink.h
const INET_DIAG_INFO = 2;
const INET_DIAG_SKV6ONLY = 11;
const INET_DIAG_MARK = 15;
const INET_DIAG_ULP_INFO = 19;
const INET_ULP_INFO_NAME = 1;
const attributeTypeMask = 0x3fff;

// struct tcp_info, linux/tcp.h: it grows with the kernel version; bytes_received is there since 4.1.
const tcpInfo = {rtt: 68, totalRetrans: 100, bytesAcked: 120, bytesReceived: 128, needed: 136};

/** Whether the kernel of this host sends the name of the upper protocol of a socket to every program. */
const kernelSendsUlpToAll = isKernelSince(release(), 6, 15);

/**
 * Reads the struct inet_diag_msg and its attributes from `start` to `end` of `view` into `sample`. False where they are
 * cut off or misshapen; the sample has the attributes before that all the same.
 */
export function readSample(
  view: DataView,
  start: number,
  end: number,
  sample: Sample,
  little: boolean = hostIsLittle,
  ulpForAll: boolean = kernelSendsUlpToAll,
): boolean {
  if (end > view.byteLength || end - start < inetDiagSize) return false;
  sample[field.family] = view.getUint8(start);
  sample[field.state] = view.getUint8(start + 1);
  sample[field.localPort] = view.getUint16(start + 4);
  sample[field.peerPort] = view.getUint16(start + 6);
  for (let word = 0; word < 4; word++) {
    sample[field.local + word] = view.getUint32(start + 8 + 4 * word);
    sample[field.peer + word] = view.getUint32(start + 24 + 4 * word);
  }
  sample[field.device] = view.getUint32(start + 40, little);
  sample[field.recvQueue] = view.getUint32(start + 56, little);
  sample[field.sendQueue] = view.getUint32(start + 60, little);
  sample[field.uid] = view.getUint32(start + 64, little);
  sample[field.inode] = view.getUint32(start + 68, little);
  sample[field.v6only] = 2;
  sample[field.mptcp] = 2;
  sample[field.info] = 0;
  const whole = readAttributes(view, start + inetDiagSize, end, sample, little, ulpForAll);
  if (sample[field.info] === 0) sample.fill(0, field.info);
  return whole;
}

/** struct rtattr: length, type, value, padded to four bytes. */
function readAttributes(
  view: DataView,
  start: number,
  end: number,
  sample: Sample,
  little: boolean,
  ulpForAll: boolean,
): boolean {
  let isPrivileged = ulpForAll;
  let isWhole = false;
  for (let at = start; at < end; ) {
    const size = end - at < 4 ? 0 : view.getUint16(at, little);
    if (size < 4 || size > end - at) return false;
    const type = view.getUint16(at + 2, little) & attributeTypeMask;
    if (type === INET_DIAG_INFO) {
      isWhole = true;
      if (size - 4 >= tcpInfo.needed) readTcpInfo(view, at + 4, sample, little);
    } else if (type === INET_DIAG_MARK) isPrivileged = true;
    else if (type === INET_DIAG_SKV6ONLY && size > 4) sample[field.v6only] = view.getUint8(at + 4) === 0 ? 0 : 1;
    else if (type === INET_DIAG_ULP_INFO && isMptcp(view, at + 4, at + size, little)) sample[field.mptcp] = 1;
    at += (size + 3) & ~3;
  }
  if (isWhole && isPrivileged && sample[field.mptcp] === 2) sample[field.mptcp] = 0;
  return true;
}

/** The protocol above TCP of a subflow, with the zero that ends its name (net/mptcp/subflow.c). */
const mptcpName = Buffer.from('mptcp\0');

/**
 * Whether INET_DIAG_ULP_INFO names Multipath TCP. The kernel sends it of each subflow of which it sends tcp_info, as it
 * does not of TIME_WAIT, of SYN_RECV, and of sockets that are only bound: to a program with
 * CAP_NET_ADMIN, to which it also sends INET_DIAG_MARK of each socket, since Linux 5.6; to any since 6.15.
 */
function isMptcp(view: DataView, start: number, end: number, little: boolean): boolean {
  const size = 4 + mptcpName.length;
  if (end - start < size || view.getUint16(start, little) !== size) return false;
  if ((view.getUint16(start + 2, little) & attributeTypeMask) !== INET_ULP_INFO_NAME) return false;
  return mptcpName.every((byte, index) => view.getUint8(start + 4 + index) === byte);
}

function readTcpInfo(view: DataView, at: number, sample: Sample, little: boolean): void {
  const high = little ? 4 : 0;
  const low = 4 - high;
  sample[field.info] = 1;
  sample[field.rtt] = view.getUint32(at + tcpInfo.rtt, little);
  sample[field.retransmits] = view.getUint32(at + tcpInfo.totalRetrans, little);
  sample[field.ackedHigh] = view.getUint32(at + tcpInfo.bytesAcked + high, little);
  sample[field.ackedLow] = view.getUint32(at + tcpInfo.bytesAcked + low, little);
  sample[field.receivedHigh] = view.getUint32(at + tcpInfo.bytesReceived + high, little);
  sample[field.receivedLow] = view.getUint32(at + tcpInfo.bytesReceived + low, little);
}

/** idiag_cookie as a map key: a signed 64-bit number, which is exact for every number that the kernel counts up to. */
export function readCookie(view: DataView, start: number, little: boolean = hostIsLittle): number | string {
  const low = view.getUint32(start + 44, little);
  // The kernel counts down from -1 for sockets made in an interrupt (linux/cookie.h, gen_cookie_next).
  const high = view.getInt32(start + 48, little);
  if (high === 0) return low;
  const cookie = high * 2 ** 32 + low;
  return Number.isSafeInteger(cookie) ? cookie : `${high}:${low}`;
}

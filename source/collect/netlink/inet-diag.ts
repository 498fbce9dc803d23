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
  recvQueue: 16,
  sendQueue: 17,
  /** 1 where the kernel sent struct tcp_info, else the rest is 0. */
  info: 18,
  /** Microseconds. */
  rtt: 19,
  retransmits: 20,
  ackedHigh: 21,
  ackedLow: 22,
  receivedHigh: 23,
  receivedLow: 24,
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
const attributeTypeMask = 0x3fff;

// struct tcp_info, linux/tcp.h: it grows with the kernel version; bytes_received is there since 4.1.
const tcpInfo = {rtt: 68, totalRetrans: 100, bytesAcked: 120, bytesReceived: 128, needed: 136};

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
  sample[field.info] = 0;
  const whole = readAttributes(view, start + inetDiagSize, end, sample, little);
  if (sample[field.info] === 0) sample.fill(0, field.info);
  return whole;
}

/** struct rtattr: length, type, value, padded to four bytes. */
function readAttributes(view: DataView, start: number, end: number, sample: Sample, little: boolean): boolean {
  for (let at = start; at < end; ) {
    const size = end - at < 4 ? 0 : view.getUint16(at, little);
    if (size < 4 || size > end - at) return false;
    const type = view.getUint16(at + 2, little) & attributeTypeMask;
    if (type === INET_DIAG_INFO && size - 4 >= tcpInfo.needed) readTcpInfo(view, at + 4, sample, little);
    else if (type === INET_DIAG_SKV6ONLY && size > 4) sample[field.v6only] = view.getUint8(at + 4) === 0 ? 0 : 1;
    at += (size + 3) & ~3;
  }
  return true;
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

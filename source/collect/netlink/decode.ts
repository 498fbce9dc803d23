import {constants} from 'node:os';

/** Byte order of this host, which netlink uses for all but addresses and ports. */
export const hostIsLittle: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

// linux/netlink.h and linux/sock_diag.h
const nlmsghdrSize = 16;
const NLMSG_NOOP = 1;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLMSG_OVERRUN = 4;
export const SOCK_DIAG_BY_FAMILY = 20;
/** Of linux/inet_diag.h, from before sock_diag: its dumps have both versions of IP, whichever the request names. */
export const TCPDIAG_GETSOCK = 18;
const NLM_F_DUMP_INTR = 0x10;
const {EBADMSG, ENOBUFS} = constants.errno;
/** Length of struct inet_diag_msg, which attributes may follow. */
export const inetDiagSize = 72;

/** The outcome of one received buffer, a part of a dump. */
export type DumpPart = {
  /** Nothing more follows. */
  readonly ended: boolean;
  /** Why the kernel refused the dump (errno, positive); 0 where it did not. */
  readonly errno: number;
  /** The table changed while it was dumped: the dump is to be repeated. */
  readonly interrupted: boolean;
  /**
   * Sockets are missing from this part: EBADMSG where a message is cut off, ENOBUFS where the kernel reports that it
   * dropped some. The dump is to be repeated. 0 where the part is whole.
   */
  readonly lost: number;
  /** Messages left out because they are cut off, of another kind, or answers to another request. */
  readonly unreadable: number;
};

/** Called with struct inet_diag_msg and its attributes, from `start` to `end` of `view`. */
export type OnSocket = (view: DataView, start: number, end: number) => void;

/**
 * Walks the netlink messages in the first `length` bytes of `view` (man 7 netlink), and calls `onSocket` with each that
 * answers request `sequence`. Never throws, never reads past `length`.
 */
export function decodePart(
  view: DataView,
  length: number,
  sequence: number,
  onSocket: OnSocket,
  little: boolean = hostIsLittle,
): DumpPart {
  const limit = Math.min(length, view.byteLength);
  const isCut = length > limit;
  const part: MutablePart = {
    ended: false,
    errno: 0,
    interrupted: false,
    lost: isCut ? EBADMSG : 0,
    unreadable: isCut ? 1 : 0,
  };
  for (let at = 0; at < limit && !part.ended; ) {
    const size = limit - at < nlmsghdrSize ? 0 : view.getUint32(at, little);
    if (size < nlmsghdrSize || size > limit - at) {
      return {...part, lost: EBADMSG, unreadable: part.unreadable + 1};
    }
    if (view.getUint32(at + 8, little) === sequence) addMessage(part, view, at, at + size, onSocket, little);
    else part.unreadable++;
    at += (size + 3) & ~3;
  }
  return part;
}

type MutablePart = {-readonly [Field in keyof DumpPart]: DumpPart[Field]};

function addMessage(
  part: MutablePart,
  view: DataView,
  start: number,
  end: number,
  onSocket: OnSocket,
  little: boolean,
): void {
  const type = view.getUint16(start + 4, little);
  const payload = start + nlmsghdrSize;
  if (view.getUint16(start + 6, little) & NLM_F_DUMP_INTR) part.interrupted = true;
  const isSocket = type === SOCK_DIAG_BY_FAMILY || type === TCPDIAG_GETSOCK;
  if (isSocket && end - payload >= inetDiagSize) onSocket(view, payload, end);
  else if (type === NLMSG_DONE || type === NLMSG_ERROR) {
    // Both carry an int: 0, or the errno negated (net/netlink/af_netlink.c, netlink_dump_done).
    const code = end - payload >= 4 ? view.getInt32(payload, little) : 0;
    part.ended = true;
    part.errno = code < 0 ? -code : 0;
  } else if (type === NLMSG_OVERRUN) part.lost = ENOBUFS;
  else if (type !== NLMSG_NOOP) part.unreadable++;
}

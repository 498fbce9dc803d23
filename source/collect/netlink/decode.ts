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
const NLM_F_DUMP_INTR = 0x10;
const {EBADMSG, ENOBUFS} = constants.errno;
/** Length of struct inet_diag_msg, which attributes may follow. */
export const inetDiagSize = 72;

/** What one received buffer said of the dump it is a part of. */
export type Part = {
  /** Nothing more follows. */
  readonly ended: boolean;
  /** Why the kernel refused the dump (errno, positive); 0 where it did not. */
  readonly errno: number;
  /** The table changed while it was dumped: the dump is to be repeated. */
  readonly interrupted: boolean;
  /**
   * Sockets are missing from this part: EBADMSG where a message is cut off, ENOBUFS where the kernel says that it dropped some.
   * The dump is to be repeated. 0 where the part is whole.
   */
  readonly lost: number;
  /** Messages left out because they are cut off, of another kind, or answers to another request. */
  readonly odd: number;
};

/**
 * Walks the netlink messages in the first `length` bytes of `view` (man 7 netlink) and calls `visit` with the view, start and end
 * of each struct inet_diag_msg with its attributes that answers request `sequence`. Never throws, never reads past `length`.
 */
export function decodePart(
  view: DataView,
  length: number,
  sequence: number,
  visit: (view: DataView, start: number, end: number) => void,
  little: boolean = hostIsLittle,
): Part {
  const limit = Math.min(length, view.byteLength);
  let interrupted = false;
  let odd = length > limit ? 1 : 0;
  let lost = length > limit ? EBADMSG : 0;
  for (let at = 0; at < limit; ) {
    const size = limit - at < nlmsghdrSize ? 0 : view.getUint32(at, little);
    if (size < nlmsghdrSize || size > limit - at)
      return {ended: false, errno: 0, interrupted, lost: EBADMSG, odd: odd + 1};
    const type = view.getUint16(at + 4, little);
    const payload = at + nlmsghdrSize;
    const end = at + size;
    if (view.getUint32(at + 8, little) !== sequence) odd++;
    else {
      if (view.getUint16(at + 6, little) & NLM_F_DUMP_INTR) interrupted = true;
      if (type === SOCK_DIAG_BY_FAMILY && end - payload >= inetDiagSize) visit(view, payload, end);
      else if (type === NLMSG_DONE || type === NLMSG_ERROR) {
        // Both carry an int: 0, or the errno negated (net/netlink/af_netlink.c, netlink_dump_done).
        const code = end - payload >= 4 ? view.getInt32(payload, little) : 0;
        return {ended: true, errno: code < 0 ? -code : 0, interrupted, lost, odd};
      } else if (type === NLMSG_OVERRUN) lost = ENOBUFS;
      else if (type !== NLMSG_NOOP) odd++;
    }
    at += (size + 3) & ~3;
  }
  return {ended: false, errno: 0, interrupted, lost, odd};
}

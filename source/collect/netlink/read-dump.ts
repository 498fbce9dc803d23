import type {Channel} from '../../linux/netlink-channel.ts';
import {hostIsLittle} from './decode.ts';

// linux/netlink.h
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
// NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH
const dumpFlags = 0x301;
const headerSize = 16;
const typeMask = 0x3fff;
const maxDatagram = 1 << 16;

/** First byte of a part of a message, and the one after its last. */
export type Span = readonly [from: number, to: number];

/** Called with the type of a message and its payload. */
export type OnMessage = (view: DataView, type: number, ...payload: Span) => void;

/**
 * Reads a short dump at once: sends `payload` as a request of `type` on a channel of its own, and calls `onMessage`
 * with each message of the answer. False where the kernel does not answer with a whole dump. Never throws.
 */
export function readDump(
  open: () => Channel | number,
  type: number,
  payload: Uint8Array,
  onMessage: OnMessage,
): boolean {
  const channel = open();
  if (typeof channel === 'number') return false;
  const view = new DataView(new ArrayBuffer(maxDatagram));
  const bytes = new Uint8Array(view.buffer);
  try {
    if (channel.send(requestOf(type, payload)) !== 0) return false;
    for (;;) {
      // The kernel writes the next part of a dump before a read returns (net/netlink/af_netlink.c).
      const length = channel.receive(bytes);
      if (length <= 0 || length > maxDatagram) return false;
      const end = readMessages(view, length, onMessage);
      if (end !== 'more') return end === 'done';
    }
  } finally {
    channel.close();
  }
}

function requestOf(type: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerSize + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, hostIsLittle);
  view.setUint16(4, type, hostIsLittle);
  view.setUint16(6, dumpFlags, hostIsLittle);
  view.setUint32(8, 1, hostIsLittle);
  bytes.set(payload, headerSize);
  return bytes;
}

function readMessages(view: DataView, length: number, onMessage: OnMessage): 'more' | 'done' | 'failed' {
  for (let at = 0; at + headerSize <= length; ) {
    const size = view.getUint32(at, hostIsLittle);
    const type = view.getUint16(at + 4, hostIsLittle);
    if (type === NLMSG_DONE) return 'done';
    if (type === NLMSG_ERROR || size < headerSize || at + size > length) return 'failed';
    onMessage(view, type, at + headerSize, at + size);
    at += align(size);
  }
  return 'more';
}

/** The value of an attribute (struct nlattr) between `start` and `end`; null where there is none of the type. */
export function attribute(view: DataView, start: number, end: number, wanted: number): Span | null {
  for (let at = start; at + 4 <= end; ) {
    const size = view.getUint16(at, hostIsLittle);
    if (size < 4 || at + size > end) return null;
    if ((view.getUint16(at + 2, hostIsLittle) & typeMask) === wanted) return [at + 4, at + size];
    at += align(size);
  }
  return null;
}

/** A text that a zero byte may end. */
export function textOf(view: DataView, from: number, to: number): string {
  const text = Buffer.from(view.buffer, from, to - from).toString('latin1');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

const align = (size: number): number => (size + 3) & ~3;

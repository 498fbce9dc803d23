import {readFileSync} from 'node:fs';
import {requestSize} from '../../../source/collect/netlink/request.ts';

/** The datagrams of a captured dump: hexadecimal, one a paragraph. */
export function fixture(name: string): DataView[] {
  const text = readFileSync(new URL(`../../fixtures/netlink/${name}.hex`, import.meta.url), 'latin1');
  return text
    .trim()
    .split('\n\n')
    .map(part => viewOf(Buffer.from(part.replaceAll('\n', ''), 'hex')));
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(Uint8Array.from(bytes).buffer);

/** Values of a struct inet_diag_msg and its attributes; addresses as four words. */
export type Fields = {
  readonly family?: number;
  readonly state?: number;
  /** It is bound, and in no state that a plain dump asks for. */
  readonly bound?: boolean;
  readonly ports?: readonly [number, number];
  readonly local?: readonly number[];
  readonly peer?: readonly number[];
  readonly device?: number;
  readonly cookie?: readonly [low: number, high: number];
  readonly queues?: readonly [number, number];
  readonly uid?: number;
  readonly inode?: number;
  readonly attributes?: readonly Uint8Array[];
};

/** A message with header; `little` is the byte order of the host that wrote it. */
export function message(type: number, sequence: number, payload: Uint8Array, flags = 2, little = true): Uint8Array {
  const bytes = new Uint8Array(16 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, little);
  view.setUint16(4, type, little);
  view.setUint16(6, flags, little);
  view.setUint32(8, sequence, little);
  bytes.set(payload, 16);
  return bytes;
}

/** NLMSG_DONE or NLMSG_ERROR with its errno, negated as the kernel does. */
export function ending(type: 2 | 3, sequence: number, errno: number, flags = 2, little = true): Uint8Array {
  return message(type, sequence, words([-errno], little), flags, little);
}

export function attribute(type: number, payload: Uint8Array, little = true): Uint8Array {
  const bytes = new Uint8Array((4 + payload.length + 3) & ~3);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 4 + payload.length, little);
  view.setUint16(2, type, little);
  bytes.set(payload, 4);
  return bytes;
}

export function words(values: readonly number[], little = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => {
    view.setInt32(4 * index, value, little);
  });
  return new Uint8Array(view.buffer);
}

/** struct inet_diag_msg and its attributes. */
export function inetDiag(fields: Fields, little = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(requestSize));
  view.setUint8(0, fields.family ?? 2);
  view.setUint8(1, fields.state ?? 1);
  view.setUint16(4, fields.ports?.[0] ?? 0);
  view.setUint16(6, fields.ports?.[1] ?? 0);
  (fields.local ?? []).forEach((word, index) => {
    view.setUint32(8 + 4 * index, word);
  });
  (fields.peer ?? []).forEach((word, index) => {
    view.setUint32(24 + 4 * index, word);
  });
  view.setUint32(40, fields.device ?? 0, little);
  view.setUint32(44, fields.cookie?.[0] ?? 0, little);
  view.setUint32(48, fields.cookie?.[1] ?? 0, little);
  view.setUint32(56, fields.queues?.[0] ?? 0, little);
  view.setUint32(60, fields.queues?.[1] ?? 0, little);
  view.setUint32(64, fields.uid ?? 0, little);
  view.setUint32(68, fields.inode ?? 0, little);
  return join([new Uint8Array(view.buffer), ...(fields.attributes ?? [])]);
}

export const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

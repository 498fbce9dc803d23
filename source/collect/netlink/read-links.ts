import type {Channel} from '../../linux/netlink-channel.ts';
import type {KernelLinks} from '../owners/kernel-evidence.ts';
import {hostIsLittle} from './decode.ts';

// linux/rtnetlink.h, linux/netlink.h
const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
// NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH
const dumpFlags = 0x301;
const headerSize = 16;
const interfaceSize = 16;
// linux/if_link.h
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
/** The attribute with the UDP port, of each kind of tunnel (linux/if_link.h, linux/bareudp). */
const portAttributes: Readonly<Record<string, number>> = {vxlan: 15, geneve: 5, bareudp: 1};
const typeMask = 0x3fff;
const maxDatagram = 1 << 16;

/**
 * The links of a network namespace, as rtnetlink(7) has them; null where it does not answer. `open` opens a channel for
 * NETLINK_ROUTE in it. Linear in the interfaces. Never throws.
 */
export function readLinks(open: () => Channel | number): KernelLinks | null {
  const channel = open();
  if (typeof channel === 'number') return null;
  const links: MutableLinks = {kinds: new Set(), tunnelPorts: new Set()};
  const view = new DataView(new ArrayBuffer(maxDatagram));
  const bytes = new Uint8Array(view.buffer);
  try {
    if (channel.send(linksRequest()) !== 0) return null;
    for (;;) {
      // The kernel writes the next part of a dump before a read returns (net/netlink/af_netlink.c).
      const length = channel.receive(bytes);
      if (length <= 0 || length > maxDatagram) return null;
      const end = takeLinks(view, length, links);
      if (end !== 'more') return end === 'done' ? links : null;
    }
  } finally {
    channel.close();
  }
}

type MutableLinks = {readonly kinds: Set<string>; readonly tunnelPorts: Set<number>};

function linksRequest(): Uint8Array {
  const view = new DataView(new ArrayBuffer(headerSize + interfaceSize));
  view.setUint32(0, view.byteLength, hostIsLittle);
  view.setUint16(4, RTM_GETLINK, hostIsLittle);
  view.setUint16(6, dumpFlags, hostIsLittle);
  view.setUint32(8, 1, hostIsLittle);
  return new Uint8Array(view.buffer);
}

function takeLinks(view: DataView, length: number, links: MutableLinks): 'more' | 'done' | 'failed' {
  for (let at = 0; at + headerSize <= length; ) {
    const size = view.getUint32(at, hostIsLittle);
    const type = view.getUint16(at + 4, hostIsLittle);
    if (type === NLMSG_DONE) return 'done';
    if (type === NLMSG_ERROR || size < headerSize || at + size > length) return 'failed';
    if (type === RTM_NEWLINK) takeLink(view, at + headerSize + interfaceSize, at + size, links);
    at += align(size);
  }
  return 'more';
}

function takeLink(view: DataView, start: number, end: number, {kinds, tunnelPorts}: MutableLinks): void {
  const info = attribute(view, start, end, IFLA_LINKINFO);
  const kind = info && attribute(view, ...info, IFLA_INFO_KIND);
  const data = info && attribute(view, ...info, IFLA_INFO_DATA);
  const name = kind ? textOf(view, ...kind) : '';
  if (name !== '') kinds.add(name);
  const wanted = portAttributes[name];
  const port = data && wanted !== undefined ? attribute(view, ...data, wanted) : null;
  // Network byte order.
  if (port && port[1] - port[0] >= 2) tunnelPorts.add(view.getUint16(port[0]));
}

/** First byte of the value of an attribute (struct nlattr) and the one after its last; null where there is none. */
function attribute(view: DataView, start: number, end: number, wanted: number): [from: number, to: number] | null {
  for (let at = start; at + 4 <= end; ) {
    const size = view.getUint16(at, hostIsLittle);
    if (size < 4 || at + size > end) return null;
    if ((view.getUint16(at + 2, hostIsLittle) & typeMask) === wanted) return [at + 4, at + size];
    at += align(size);
  }
  return null;
}

function textOf(view: DataView, from: number, to: number): string {
  const text = Buffer.from(view.buffer, from, to - from).toString('latin1');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

const align = (size: number): number => (size + 3) & ~3;

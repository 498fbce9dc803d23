import type {Channel} from '../../linux/netlink-channel.ts';
import type {KernelLinks} from '../owners/kernel-evidence.ts';
import {attribute, readDump, textOf} from './read-dump.ts';

// linux/rtnetlink.h
const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;
/** Length of struct ifinfomsg. */
const interfaceSize = 16;
// linux/if_link.h
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
/** The attribute with the UDP port, of each kind of tunnel (linux/if_link.h, linux/bareudp). */
const portAttributes: Readonly<Record<string, number>> = {vxlan: 15, geneve: 5, bareudp: 1};

/**
 * The links of a network namespace, as rtnetlink(7) has them; null where it does not answer. `open` opens a channel for
 * NETLINK_ROUTE in it. Linear in the interfaces. Never throws.
 */
export function readLinks(open: () => Channel | number): KernelLinks | null {
  const links: MutableLinks = {kinds: new Set(), tunnelPorts: new Set()};
  const isWhole = readDump(open, RTM_GETLINK, new Uint8Array(interfaceSize), (view, type, start, end) => {
    if (type === RTM_NEWLINK) takeLink(view, start + interfaceSize, end, links);
  });
  return isWhole ? links : null;
}

type MutableLinks = {readonly kinds: Set<string>; readonly tunnelPorts: Set<number>};

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

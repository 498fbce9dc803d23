import type {Channel} from '../../linux/netlink-channel.ts';
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
 * UDP ports of the tunnels of this network namespace, as rtnetlink(7) has them; null where it does not answer. `open`
 * opens a channel for NETLINK_ROUTE. Linear in the interfaces. Never throws.
 */
export function readTunnelPorts(open: () => Channel | number): ReadonlySet<number> | null {
  const ports = new Set<number>();
  const isWhole = readDump(open, RTM_GETLINK, new Uint8Array(interfaceSize), (view, type, start, end) => {
    if (type === RTM_NEWLINK) takePort(view, start + interfaceSize, end, ports);
  });
  return isWhole ? ports : null;
}

function takePort(view: DataView, start: number, end: number, ports: Set<number>): void {
  const info = attribute(view, start, end, IFLA_LINKINFO);
  const kind = info && attribute(view, ...info, IFLA_INFO_KIND);
  const data = info && attribute(view, ...info, IFLA_INFO_DATA);
  const wanted = kind ? portAttributes[textOf(view, ...kind)] : undefined;
  const port = data && wanted !== undefined ? attribute(view, ...data, wanted) : null;
  // Network byte order.
  if (port && port[1] - port[0] >= 2) ports.add(view.getUint16(port[0]));
}

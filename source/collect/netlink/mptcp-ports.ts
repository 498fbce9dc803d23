import type {Channel} from '../../linux/netlink-channel.ts';
import {hostIsLittle} from './decode.ts';
import {attribute, readDump, textOf} from './read-dump.ts';

// linux/genetlink.h
const GENL_ID_CTRL = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_ATTR_FAMILY_ID = 1;
const CTRL_ATTR_FAMILY_NAME = 2;
/** Length of struct genlmsghdr: command, version, and two bytes that are not used. */
const headerSize = 4;
// linux/mptcp.h
const MPTCP_PM_CMD_GET_ADDR = 3;
const MPTCP_PM_ATTR_ADDR = 1;
const MPTCP_PM_ADDR_ATTR_PORT = 5;

const request = (command: number): Uint8Array => Uint8Array.of(command, 1, 0, 0);

/**
 * TCP ports on which the kernel itself listens for the endpoints of Multipath TCP (`ip mptcp endpoint`, ip-mptcp(8)) of
 * this network namespace; null where its path manager does not answer. `open` opens a channel for NETLINK_GENERIC.
 * Newer kernels answer only to CAP_NET_ADMIN. Never throws.
 */
export function readMptcpPorts(open: () => Channel | number): ReadonlySet<number> | null {
  const family = familyId(open, 'mptcp_pm');
  if (family === null) return null;
  const ports = new Set<number>();
  const isWhole = readDump(open, family, request(MPTCP_PM_CMD_GET_ADDR), (view, type, start, end) => {
    const address = type === family ? attribute(view, start + headerSize, end, MPTCP_PM_ATTR_ADDR) : null;
    const port = address && attribute(view, ...address, MPTCP_PM_ADDR_ATTR_PORT);
    if (port && port[1] - port[0] >= 2) ports.add(view.getUint16(port[0], hostIsLittle));
  });
  return isWhole ? ports : null;
}

/** The number of a family of generic netlink; null where the kernel has none of the name. */
function familyId(open: () => Channel | number, wanted: string): number | null {
  let id: number | null = null;
  readDump(open, GENL_ID_CTRL, request(CTRL_CMD_GETFAMILY), (view, type, start, end) => {
    if (type !== GENL_ID_CTRL) return;
    const name = attribute(view, start + headerSize, end, CTRL_ATTR_FAMILY_NAME);
    const number = attribute(view, start + headerSize, end, CTRL_ATTR_FAMILY_ID);
    const isWanted = name !== null && textOf(view, ...name) === wanted;
    if (isWanted && number && number[1] - number[0] >= 2) id = view.getUint16(number[0], hostIsLittle);
  });
  return id;
}

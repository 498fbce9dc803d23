import {type Files, orFailure} from '../../linux/proc-files.ts';
import type {SocketRow} from '../socket-row.ts';
import {type KernelSockets, type KernelUser, kernelUsers} from './kernel-users.ts';
import {fileLimits} from './limits.ts';

/** The network interfaces that the kernel lists over rtnetlink(7). */
export type KernelLinks = {
  /** Kinds of virtual interfaces, as `vxlan` (IFLA_INFO_KIND). */
  readonly kinds: ReadonlySet<string>;
  /** UDP ports of tunnels. */
  readonly tunnelPorts: ReadonlySet<number>;
};

export type KernelEvidence = Readonly<Record<KernelUser['evidence']['kind'], readonly string[]>> & {
  /** UDP ports of the kernel's tunnels; null, or absent, where only the usual ports of their protocols are known. */
  readonly tunnelPorts?: ReadonlySet<number> | null;
  /** TCP ports of the kernel's endpoints of Multipath TCP; null, or absent, where they are not known. */
  readonly mptcpPorts?: ReadonlySet<number> | null;
};

/** Evidence of the kernel's own users of sockets, from sysfs, procfs and the names of kernel threads. */
export function readKernelEvidence(
  files: Files,
  {sys, proc}: {readonly sys: string; readonly proc: string},
  kernelThreads: readonly string[],
): KernelEvidence {
  const read = (path: string, limit: number): string => {
    const bytes = orFailure(() => files.read(path, limit));
    return typeof bytes === 'string' ? '' : bytes.toString('latin1');
  };
  const devices = orFailure(() => files.list(`${sys}/class/net`));
  return {
    interface: (typeof devices === 'string' ? [] : devices).flatMap(
      device => read(`${sys}/class/net/${device}/uevent`, fileLimits.deviceEvent).match(/^DEVTYPE=(.*)$/m)?.[1] ?? [],
    ),
    thread: kernelThreads,
    mount: read(`${proc}/self/mounts`, fileLimits.mounts)
      .split('\n')
      .map(line => line.split(' ')[2] ?? ''),
  };
}

/**
 * The evidence for sockets of a namespace with these links. Interfaces of the host count for it too: a tunnel keeps its
 * socket in the namespace in which it was made, wherever its interface is moved.
 */
export const withLinks = (ofHost: KernelEvidence, links: KernelLinks | null): KernelEvidence =>
  links === null
    ? ofHost
    : {...ofHost, interface: [...ofHost.interface, ...links.kinds], tunnelPorts: links.tunnelPorts};

/** Whether a part of the kernel of which there is evidence may hold a socket. */
export function mayBeHeldByKernel(
  row: SocketRow,
  evidence: KernelEvidence,
  users: readonly KernelUser[] = kernelUsers,
): boolean {
  const {tunnelPorts = null, mptcpPorts = null} = evidence;
  if (tunnelPorts?.has(row.local.port) && row.protocol === 'udp' && row.peer === null) return true;
  if (row.mptcp && row.state === 'LISTEN' && mptcpPorts?.has(row.local.port)) return true;
  return users.some(
    user =>
      !(user.hasReadablePort && tunnelPorts !== null) &&
      user.sockets.some(sockets => isAmong(row, sockets)) &&
      evidence[user.evidence.kind].some(name => user.evidence.name.test(name)),
  );
}

// The kernel's sockets belong to root, unless root of a user namespace with another uid made them (user_namespaces(7)).
function isAmong(row: SocketRow, {protocol, end, ports}: KernelSockets): boolean {
  if (row.protocol !== protocol) return false;
  if (ports === null) return row.peer === null && (row.uid === null || row.uid === 0);
  const port = end === 'local' ? row.local.port : row.peer?.port;
  return port !== undefined && ports.some(([first, last]) => port >= first && port <= last);
}

import type {Evidence, HostEvidence, OtherNetwork} from '../domain/evidence.ts';
import {unknown} from '../domain/known.ts';
import type {Netns} from '../domain/socket.ts';

/** The evidence for sockets of other network namespaces, by the evidence of the poll and the inode of a namespace. */
const foreign = new WeakMap<Evidence, Map<number, Evidence>>();
const foreignHosts = new WeakMap<HostEvidence, Map<number, HostEvidence>>();

/**
 * The evidence that counts for a socket of a network namespace: the very same for the one that this program runs in.
 * Each namespace has network settings of its own.
 */
export function evidenceWithin(evidence: Evidence, netns: Netns | null): Evidence {
  if (netns === null) return evidence;
  return remembered(foreign, evidence, netns.inode, () => ({
    ...evidence,
    host: hostWithin(evidence.host, netns.inode),
  }));
}

/** The same object for the same host, so that shared assessments are found again from poll to poll. */
const hostWithin = (host: HostEvidence, inode: number): HostEvidence =>
  remembered(foreignHosts, host, inode, () => ({...host, ...(host.otherNetworks.get(inode) ?? notRead)}));

const notRead: OtherNetwork = {
  ephemeralPorts: unknown('not-collected'),
  routeLocalnet: unknown('not-collected'),
  itsNameServers: {servers: unknown('not-collected'), ofRoot: true},
};

function remembered<Key extends object, Value>(
  known: WeakMap<Key, Map<number, Value>>,
  key: Key,
  inode: number,
  make: () => Value,
): Value {
  const byInode = known.get(key) ?? new Map<number, Value>();
  known.set(key, byInode);
  const value = byInode.get(inode) ?? make();
  byInode.set(inode, value);
  return value;
}

import {constants, endianness, hostname} from 'node:os';
import type {Collector, Snapshot} from '../../domain/snapshot.ts';
import type {Netns, Owner, Socket} from '../../domain/socket.ts';
import {sanitize} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {type Channel, loadNetlink, type NetlinkLibrary} from '../../linux/netlink-channel.ts';
import {firstLineOf} from '../first-line.ts';
import {createFindNamespaces} from '../namespaces/find-namespaces.ts';
import {createHeldNamespaces} from '../namespaces/held-namespaces.ts';
import {scanPart} from '../owners/limits.ts';
import {
  createOwnerIndex,
  type OwnerIndex,
  type OwnerOptions,
  pendingOwners,
  type Resolution,
} from '../owners/owner-index.ts';
import {createUsers} from '../owners/users.ts';
import {readRawTables} from '../procfs/read-tables.ts';
import {turnAfter} from '../time-slices.ts';
import {assignOwners} from './assign-owners.ts';
import {createTables, type Found, findTables} from './dump-tables.ts';
import {createInterfaceNames} from './interface-names.ts';
import {joinNamespaces} from './join-namespaces.ts';
import {readMptcpPorts} from './mptcp-ports.ts';
import {createOpenDescriptors} from './open-descriptors.ts';
import {createOtherNamespaces} from './other-namespaces.ts';
import {createProcfsSockets} from './procfs-sockets.ts';
import {readLinks} from './read-links.ts';
import {createReadProtocol} from './read-protocol.ts';

/** `now` is the clock in milliseconds since the epoch; the rest stands in for the real system. */
type NetlinkOptions = OwnerOptions & {
  readonly load?: () => Promise<NetlinkLibrary>;
  readonly owners?: OwnerIndex;
  readonly now?: () => number;
  /** Network namespaces to read; absent: all. */
  readonly netns?: 'all' | 'host';
  /** Whether a poll may leave processes for the next ones, where there are many. */
  readonly inParts?: boolean;
};

/** The part of the last poll that no longer holds: nothing, the owners of the same sockets, or sockets and owners. */
type Outdated = 'nothing' | 'owners' | 'all';

/**
 * The collector that reads the kernel's tables over netlink (sock_diag(7)). Rejects with a short reason where this is
 * not Linux, koffi does not load, or the kernel refuses. A poll in which nothing changed has the same array of sockets
 * as the one before. Linear in the sockets; `owners/readme.md` has the cost of their owners.
 */
export async function openNetlink(options: NetlinkOptions = {}): Promise<Collector> {
  const {users = createUsers(), now = Date.now} = options;
  const library = await (options.load ?? loadOnLinux)();
  const {proc = '/proc', euid = process.geteuid?.() ?? 0, inParts = false} = options;
  const files = options.files ?? safeFiles;
  const heldNamespaces = createHeldNamespaces(files, proc);
  const tables = await findTables(library.open);
  const readTables = createTables(tables, {
    device: createInterfaceNames(library.interfaceName),
    user: users.name,
    netns: null,
  });
  const others = createOtherNamespaces({
    library,
    tables,
    userName: users.name,
    proc,
    files,
    refusal: euid === 0 ? 'refused' : 'needs-root',
    find:
      options.netns === 'host'
        ? async () => []
        : createFindNamespaces({files, proc, heldNamespaces: heldNamespaces.byInode, inParts}),
  });
  const {read, files: raw} = joinNamespaces(
    isQuick => readTables(library.open, undefined, isQuick),
    createProcfsSockets(users.name, () => readRawTables(`${proc}/net`, endianness())),
    others,
  );
  const openIn = (netns: Netns | null, open: (() => Channel | number) | undefined): Channel | number => {
    if (!open) return constants.errno.EPERM;
    return netns === null ? open() : others.openIn(netns, open);
  };
  const owners =
    options.owners ??
    createOwnerIndex({
      openDescriptors: createOpenDescriptors(library.readLink, heldNamespaces.note),
      ...(library.socketProtocol && {readProtocol: createReadProtocol(library.socketProtocol)}),
      links: netns => readLinks(() => openIn(netns, library.openRoute)),
      mptcpPorts: netns => readMptcpPorts(() => openIn(netns, library.openGeneric)),
      ...(inParts && {scanPart}),
      ...options,
      users,
    });
  let found: Found = {cached: [], change: 'nothing', problems: []};
  let resolution: Resolution = {owners: [], unresolved: 0, problems: []};
  let sockets: readonly Socket[] = [];
  // Whether the last poll ran to its end; after one that failed, everything is outdated.
  let isComplete = false;

  const socketsOfDiag = (): readonly Socket[] => found.cached.map(({socket}) => socket);

  /**
   * `given` are the owners of the sockets of sock_diag and then of the raw ones. Returns whether any socket changed.
   */
  const giveOwners = (given: readonly Owner[]): boolean => {
    const {cached} = found;
    const isChanged = assignOwners(cached, given.slice(0, cached.length), users.name);
    return raw.assignOwners(given.slice(cached.length)) || isChanged;
  };

  const findOutdated = async (wasComplete: boolean, at: number): Promise<Outdated> => {
    if (!wasComplete || found.change === 'sockets' || raw.changed()) return 'all';
    return resolution.unresolved > 0 || (await owners.isStale(at)) ? 'owners' : 'nothing';
  };

  const updateOwners = async (outdated: Outdated, at: number): Promise<boolean> => {
    const {cached} = found;
    // Counters of raw sockets may have changed.
    if (outdated === 'nothing') return raw.assignOwners(resolution.owners.slice(cached.length));
    resolution = await owners.resolve([...socketsOfDiag(), ...raw.rows()], at);
    await turnAfter(cached.length);
    return giveOwners(resolution.owners);
  };

  const pollOnce = async (at: number): Promise<void> => {
    const wasComplete = isComplete;
    isComplete = false;
    found = await read();
    const outdated = await findOutdated(wasComplete, at);
    const haveOwnersChanged = await updateOwners(outdated, at);
    if (outdated === 'all' || found.change !== 'nothing' || haveOwnersChanged) {
      sockets = [...socketsOfDiag(), ...raw.sockets()];
    }
    isComplete = true;
  };

  const readPending = async (): Promise<void> => {
    found = await read(true);
    giveOwners(pendingOwners([...socketsOfDiag(), ...raw.rows()]));
    sockets = [...socketsOfDiag(), ...raw.sockets()];
  };

  const timed = async (take: (at: number) => Promise<void>): Promise<Snapshot> => {
    const takenAt = now();
    const start = performance.now();
    users.refresh();
    await take(takenAt);
    return {
      takenAt,
      took: performance.now() - start,
      host: sanitize(hostname()),
      source: 'netlink',
      sockets,
      problems: [...found.problems, ...raw.problems(), ...resolution.problems],
      heldFamilies: resolution.families ?? [],
      ...(options.netns !== 'host' && {
        namespaces: others.counts(),
        otherNetworks: others.settings(),
        otherCounts: others.parts().map(part => part.files.counts()),
      }),
    };
  };

  return {
    id: 'netlink',
    poll: () =>
      timed(async at => {
        const isFirst = !isComplete;
        await pollOnce(at);
        // The first poll may be the only one, so it looks at once for holders and namespaces that it missed.
        const isInDoubt = resolution.unresolved > 0 || heldNamespaces.hasNew();
        if (isFirst && isInDoubt && !resolution.isPartial) await pollOnce(at);
      }),
    quickSnapshot: () => timed(readPending),
    close() {},
  };
}

async function loadOnLinux(): Promise<NetlinkLibrary> {
  if (process.platform !== 'linux') throw new Error('sock_diag is only in Linux');
  return loadNetlink().catch((error: unknown) => {
    throw new Error(`koffi does not load (${firstLineOf(error, 80)})`);
  });
}

import {hostname} from 'node:os';
import type {Collector, Snapshot} from '../../domain/snapshot.ts';
import type {Owner, Socket} from '../../domain/socket.ts';
import {type Clean, cleanBytes, sanitize} from '../../domain/text.ts';
import {loadNetlink, type NetlinkLibrary} from '../../linux/netlink-channel.ts';
import {firstLineOf} from '../first-line.ts';
import {
  createOwnerIndex,
  type OwnerIndex,
  type OwnerOptions,
  pendingOwners,
  type Resolution,
} from '../owners/owner-index.ts';
import {createUsers} from '../owners/users.ts';
import {turnAfter} from '../time-slices.ts';
import {assignOwners} from './assign-owners.ts';
import {type Found, openTables} from './dump-tables.ts';
import {createOpenDescriptors} from './open-descriptors.ts';
import {createRawReader} from './raw.ts';

/** `now` is the clock in milliseconds since the epoch; the rest stands in for the real system. */
export type NetlinkOptions = OwnerOptions & {
  readonly load?: () => Promise<NetlinkLibrary>;
  readonly owners?: OwnerIndex;
  readonly now?: () => number;
};

/**
 * The collector that asks the kernel over netlink (sock_diag(7)). Rejects with a short reason where this is not Linux, koffi
 * does not load, or the kernel refuses. A poll in which nothing changed has the same array of sockets as the one before.
 */
export async function openNetlink(options: NetlinkOptions = {}): Promise<Collector> {
  const {users = createUsers(), now = Date.now} = options;
  const library = await (options.load ?? loadOnLinux)();
  const read = await openTables(library.open, {device: createDeviceNames(library), user: users.name});
  const owners =
    options.owners ?? createOwnerIndex({openDescriptors: createOpenDescriptors(library.readLink), ...options, users});
  const raw = createRawReader(users.name, `${options.proc ?? '/proc'}/net`);
  let found: Found = {kept: [], change: 'nothing', problems: []};
  let resolution: Resolution = {owners: [], unresolved: 0, problems: []};
  let sockets: readonly Socket[] = [];
  // Whether the poll before was carried through; after one that was not, all counts as changed.
  let isCurrent = false;

  /** `owners` are those of the sockets of sock_diag and then of the raw ones, in their order. True where that changed any. */
  const giveOwners = (given: readonly Owner[]): boolean => {
    const {kept} = found;
    const isChanged = assignOwners(kept, given.slice(0, kept.length), users.name);
    return raw.assignOwners(given.slice(kept.length)) || isChanged;
  };

  const pollOnce = async (at: number): Promise<void> => {
    const wasCurrent = isCurrent;
    isCurrent = false;
    found = await read();
    await raw.read();
    const {kept} = found;
    let changed = !wasCurrent || found.change !== 'nothing' || raw.changed();
    const hold = wasCurrent && resolution.unresolved === 0 && found.change !== 'sockets' && !raw.changed();
    if (!hold || (await owners.isStale(at))) {
      resolution = await owners.resolve([...kept.map(({socket}) => socket), ...raw.rows()], at);
      await turnAfter(kept.length);
      if (giveOwners(resolution.owners)) changed = true;
    } else if (raw.assignOwners(resolution.owners.slice(kept.length))) changed = true;
    if (changed) sockets = [...kept.map(({socket}) => socket), ...raw.sockets()];
    isCurrent = true;
  };

  const quickSnapshotOnce = async (): Promise<void> => {
    found = await read();
    await raw.read();
    giveOwners(pendingOwners([...found.kept.map(({socket}) => socket), ...raw.rows()]));
    sockets = [...found.kept.map(({socket}) => socket), ...raw.sockets()];
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
    };
  };

  return {
    id: 'netlink',
    poll: () =>
      timed(async at => {
        const isFirst = !isCurrent;
        await pollOnce(at);
        // One look may be all there is; what it did not find an owner of gets its second look at once.
        if (isFirst && resolution.unresolved > 0) await pollOnce(at);
      }),
    quickSnapshot: () => timed(quickSnapshotOnce),
    close() {},
  };
}

/** Names of interfaces by index, remembered until an index shows up that is not among them. */
function createDeviceNames({interfaceName}: NetlinkLibrary): (index: number) => Clean | null {
  const names = new Map<number, Clean>();
  return index => {
    const known = names.get(index);
    if (known !== undefined) return known;
    names.clear();
    const bytes = interfaceName(index);
    if (bytes === null) return null;
    const name = cleanBytes(bytes);
    names.set(index, name);
    return name;
  };
}

async function loadOnLinux(): Promise<NetlinkLibrary> {
  if (process.platform !== 'linux') throw new Error('sock_diag is only in Linux');
  return loadNetlink().catch((error: unknown) => {
    throw new Error(`koffi does not load (${firstLineOf(error, 80)})`);
  });
}

import {turnAfter} from '../time-slices.ts';
import {chaseScan} from './chase-scan.ts';
import {createFullScan, type ScanProgress} from './full-scan.ts';
import {heldByNew} from './held-by-new.ts';
import {isHeld} from './holders.ts';
import {createIncrementalScan} from './incremental-scan.ts';
import {
  fullScanTimes,
  manyTracked,
  maxFailedScans,
  maxScanShare,
  type ScanPart,
  startingService,
  threadTime,
} from './limits.ts';
import type {OtherSockets} from './other-sockets.ts';
import {startOfAge} from './process-age.ts';
import {createProcessTable} from './process-table.ts';
import type {ProcessContext} from './read-process.ts';
import type {Search} from './search.ts';
import {targetedScan} from './targeted-scan.ts';
import {createThreadScan} from './thread-scan.ts';
import {
  createTrackedSockets,
  hasEndedLately,
  isMoving,
  type OwnerRequest,
  type TrackedSocket,
} from './tracked-socket.ts';

/** Finds who holds which sockets, and remembers it from poll to poll. Calls must not overlap. */
export type HolderFinder = {
  /** Brings the holders of these sockets up to date, and forgets all other sockets. `now` in milliseconds. */
  update(requests: readonly OwnerRequest[], now: number): Promise<HolderUpdate>;
  /**
   * Brings the holders of the same sockets up to date at a bounded cost. True where `update` is due, or some changed.
   */
  incrementalScan(now: number): Promise<boolean>;
  /**
   * Whether no further scan is due for the socket with this inode: several found no holder, and none of a process that
   * ended lately.
   */
  isSettled(inode: number): boolean;
  /** Pids of the processes that could not be read. */
  unreadable(): ReadonlySet<number>;
  /** How far the first scan of all processes is; null once it is done. */
  firstScan(): ScanProgress | null;
  /** How many threads the last search for a missing holder did not read. */
  unreadThreads(): number;
  /** Names of the kernel threads. */
  kernelThreads(): readonly string[];
};

type HolderUpdate = {
  /** In the order of the requests; null for a request without inode. */
  readonly sockets: readonly (TrackedSocket | null)[];
  /** Whether more than an incremental scan ran. */
  readonly isScanned: boolean;
};

/**
 * A finder that knows no socket yet. Each call costs an incremental scan, which is bounded; `update` a full or a
 * targeted scan besides where a socket is without holder, or the last full scan is old (`readme.md` in this folder).
 * `part` is the most that one call reads of a full scan; null: it reads all.
 */
export function createHolderFinder(
  context: ProcessContext,
  others?: OtherSockets,
  part: ScanPart | null = null,
): HolderFinder {
  const tracked = createTrackedSockets();
  const table = createProcessTable();
  const unreadable = new Set<number>();
  const hasDescriptorCounts = context.files.size(`${context.proc}/self/fd`) > 0;
  /** Whether every process was read once: until then, each is scanned for the first time. */
  let isWhole = false;
  const newSince = startOfAge(context, startingService.seconds) ?? Number.POSITIVE_INFINITY;
  const search: Search = {
    context,
    table,
    unreadable,
    starting: new Map(),
    isNew: ({startTicks}) => isWhole || startTicks >= newSince,
    others,
    find: tracked.find,
    hasDescriptorCounts,
  };
  const scanIncrementally = createIncrementalScan(search);
  const fullScan = createFullScan(search, part);
  const threadScan = createThreadScan(search, part && {...part, time: Math.min(part.time, threadTime)});
  let lastFullScan = Number.NEGATIVE_INFINITY;
  let lastScanForMissing = Number.NEGATIVE_INFINITY;
  const times = () => (table.size() + tracked.size() > manyTracked ? fullScanTimes.many : fullScanTimes.few);
  const rest = (): number => Math.max(times().every, fullScan.took() / maxScanShare);
  // A clock that was set back counts as due.
  const isFullScanDue = (now: number): boolean =>
    fullScan.progress() !== null || now - lastFullScan >= rest() || now < lastFullScan;

  /** Returns whether every process was read by now. */
  const scanFully = async (now: number): Promise<boolean> => {
    const isDone = await fullScan.run();
    if (isDone) [lastFullScan, isWhole] = [now, true];
    return isDone;
  };

  /**
   * After a full scan: where else the sockets may be that an earlier scan did not find either, and whether holders that
   * are new stay.
   */
  const searchOn = async (sockets: readonly TrackedSocket[]): Promise<void> => {
    const missing = sockets.filter(socket => socket.failedScans > 0 && isSearched(socket));
    if (missing.some(socket => !isHeld(socket))) await threadScan.begin(missing);
    await chaseScan(search, [...missing, ...heldByNew(search, sockets)]);
  };

  /**
   * A socket that stays without holder after an earlier scan may be on a descriptor that counts as open on another
   * socket, and a moving one may have a holder that no scan has read, so then a full scan follows. False where that has
   * to wait: the scan does not count as failed then.
   */
  const scanFor = async (sockets: readonly TrackedSocket[], now: number): Promise<boolean> => {
    await targetedScan(search, sockets);
    if (!sockets.some(socket => (!isHeld(socket) && socket.failedScans > 0) || isMoving(socket))) return true;
    // A scan that is under way has had its part of this call.
    if (fullScan.progress() !== null || Math.abs(now - lastScanForMissing) < times().pause) return false;
    lastScanForMissing = now;
    if (!(await scanFully(now))) return false;
    await searchOn(sockets);
    return true;
  };

  return {
    async update(requests, now) {
      const sockets = tracked.update(requests, table.release);
      await turnAfter(requests.length);
      const isDue = isFullScanDue(now);
      // A scan of all processes finds the holders of fresh sockets, where it comes to its end.
      const isFirst = isDue && !isWhole;
      const fresh = isFirst ? [] : sockets.filter(isWanted);
      const before = table.changes();
      const isScanned = isDue && (await scanFully(now));
      if (!isScanned) await scanIncrementally(!isFirst);
      if (threadScan.isUnderWay()) await threadScan.run();
      if (isScanned) await searchOn(sockets.filter(socket => socket !== null));
      const lost = isScanned || isFirst || table.changes() === before ? [] : sockets.filter(isWanted);
      // Fresh sockets that a new process was found to hold by now too: other processes may share them.
      const wanted = isScanned ? [] : [...new Set([...fresh, ...lost])];
      const isFailed = wanted.length > 0 ? await scanFor(wanted, now) : isScanned;
      countFailedScans(sockets, isFailed);
      await turnAfter(requests.length);
      return {sockets, isScanned: isDue || wanted.length > 0};
    },
    async incrementalScan(now) {
      if (isFullScanDue(now) || threadScan.isUnderWay()) return true;
      const before = table.changes();
      await scanIncrementally();
      return table.changes() !== before;
    },
    isSettled: inode => {
      const socket = tracked.find(inode);
      return socket !== undefined && !isUnresolved(socket);
    },
    unreadable: () => unreadable,
    firstScan: () => (isWhole ? null : fullScan.progress()),
    unreadThreads: threadScan.unread,
    kernelThreads: () => [...table.values()].filter(({stat}) => stat.isKernelThread).map(({stat}) => stat.name),
  };
}

/** Whether a scan is to find the holder of a socket. */
const isUnresolved = (socket: TrackedSocket | null): socket is TrackedSocket =>
  socket !== null && !isHeld(socket) && isSearched(socket);

/** Whether a poll searches the holders of a socket. */
const isWanted = (socket: TrackedSocket | null): socket is TrackedSocket =>
  isUnresolved(socket) || (socket !== null && isMoving(socket));

/** After `maxFailedScans` in vain only the periodic full scan searches on, unless the last holder has ended lately. */
const isSearched = (socket: TrackedSocket): boolean => socket.failedScans < maxFailedScans || hasEndedLately(socket);

function countFailedScans(sockets: readonly (TrackedSocket | null)[], isFailed: boolean): void {
  for (const socket of sockets) {
    if (socket === null) continue;
    if (isHeld(socket)) socket.failedScans = 0;
    else if (isFailed) socket.failedScans++;
  }
}

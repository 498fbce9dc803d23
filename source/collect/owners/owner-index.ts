import {unknown} from '../../domain/known.ts';
import type {Problem, UnreadFamily} from '../../domain/snapshot.ts';
import type {Netns, Owner} from '../../domain/socket.ts';
import {trusted} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {parseBootTime} from '../../linux/process-texts.ts';
import {counted} from '../count-words.ts';
import type {SocketRow} from '../socket-row.ts';
import {createContainers} from './containers.ts';
import {type OpenDescriptors, openWith} from './descriptors.ts';
import {createHolderFinder, type HolderFinder} from './holder-finder.ts';
import {isHeld, ownerOf} from './holders.ts';
import {
  type KernelEvidence,
  type KernelLinks,
  mayBeHeldByKernel,
  readKernelEvidence,
  withLinks,
} from './kernel-evidence.ts';
import {fileLimits, type ScanPart} from './limits.ts';
import {createMayHide, type MayHide} from './may-hide.ts';
import {createOtherSockets, type ReadProtocol} from './other-sockets.ts';
import {isMoving, type OwnerRequest, type TrackedSocket} from './tracked-socket.ts';
import {createUsers, type Users} from './users.ts';
import {readVisibility, type Visibility} from './visibility.ts';
import {createWhyUnowned, createWhyWithoutInode} from './why-unowned.ts';

/**
 * Where owners are read, and by which calls. `proc` and `sys` are the mount points of procfs and sysfs, `euid` the
 * effective user of this process.
 */
export type OwnerOptions = {
  readonly proc?: string;
  readonly sys?: string;
  readonly users?: Users;
  readonly files?: Files;
  readonly openDescriptors?: OpenDescriptors;
  /** The links of a network namespace (`Socket.netns`); null, or absent, where they cannot be read. */
  readonly links?: (netns: Netns | null) => KernelLinks | null;
  /** TCP ports of the kernel's endpoints of Multipath TCP there; null, or absent, where they cannot be read. */
  readonly mptcpPorts?: (netns: Netns | null) => ReadonlySet<number> | null;
  readonly euid?: number;
  readonly readProtocol?: ReadProtocol;
  /** The most that one call reads of a full scan; absent: it reads all. */
  readonly scanPart?: ScanPart;
};

/** The owners that one call found. */
export type Resolution = {
  /** In the order of the requests. */
  readonly owners: readonly Owner[];
  /** The number of sockets whose holder one scan did not find; a second call settles them. */
  readonly unresolved: number;
  /** Whether there are processes that were never read: later calls go on with them. */
  readonly isPartial?: boolean;
  readonly problems: readonly Problem[];
  /** Of sockets in no table that is read, as the last full scan found them. */
  readonly families?: readonly UnreadFamily[];
};

export type OwnerIndex = {
  /**
   * Finds the owners of sockets; `now` in milliseconds since the epoch. Calls must not overlap. Scans processes where a
   * socket is new or the last full scan is old, else only checks the holders it knows. An owner that did not change is
   * the same object. Throws where this program may open no more files (EMFILE, ENFILE).
   */
  resolve(requests: readonly OwnerRequest[], now: number): Promise<Resolution>;
  /**
   * Whether owners of the same sockets changed since they were resolved, or a full scan is due. Its cost is bounded.
   */
  isStale(now: number): Promise<boolean>;
};

/** The owners of rows, in their order, before any process is read: `pending` where a process may hold the socket. */
export function pendingOwners(rows: readonly SocketRow[]): readonly Owner[] {
  const withoutInode = createWhyWithoutInode(rows);
  return rows.map(row => unknown(row.inode === null ? withoutInode(row) : 'pending'));
}

/**
 * Owners from /proc/PID/fd, found by the inodes of sockets. Forgets sockets and processes that are gone. `readme.md` in
 * this folder has the design and the costs.
 */
export function createOwnerIndex(options: OwnerOptions = {}): OwnerIndex {
  const {proc = '/proc', sys = '/sys', files = safeFiles, users = createUsers()} = options;
  const openDescriptors = options.openDescriptors ?? openWith(files);
  const euid = options.euid ?? process.geteuid?.() ?? 0;
  const refusal = euid === 0 ? 'refused' : 'needs-root';
  const stat = orFailure(() => files.read(`${proc}/stat`, fileLimits.systemStat));
  const bootTime = typeof stat === 'string' ? null : parseBootTime(stat.toString('latin1'));
  const containers = createContainers(files);
  const others = createOtherSockets(files, proc, options.readProtocol ?? (() => null));
  const finder = createHolderFinder(
    {files, openDescriptors, proc, users, containers, refusal, bootTime},
    others,
    options.scanPart,
  );
  let families: readonly UnreadFamily[] = [];
  let visibility = readVisibility(files, proc, euid);
  let ofHost: KernelEvidence | null = null;
  const evidence = new Map<Netns | null, KernelEvidence>();
  let mayHide: MayHide | null = null;

  const evidenceIn = (netns: Netns | null): KernelEvidence => {
    const known = evidence.get(netns);
    if (known) return known;
    ofHost ??= readKernelEvidence(files, {sys, proc}, finder.kernelThreads());
    const mptcpPorts = options.mptcpPorts?.(netns) ?? null;
    const found = {...withLinks(ofHost, options.links?.(netns) ?? null), mptcpPorts};
    evidence.set(netns, found);
    return found;
  };
  const mayBelongToKernel = (row: SocketRow): boolean => mayBeHeldByKernel(row, evidenceIn(row.netns));

  // Without root the processes of all other users are unreadable, root's among them.
  const mayBeHidden = (row: SocketRow): boolean => {
    const unreadable = finder.unreadable();
    if (visibility.hides !== null || unreadable.size === 0) return visibility.hides !== null;
    if (euid !== 0) return true;
    mayHide ??= createMayHide(files, proc, unreadable);
    return mayHide(row);
  };

  return {
    isStale: finder.incrementalScan,
    async resolve(requests, now) {
      const {sockets, isScanned} = await finder.update(requests, now);
      if (isScanned) {
        ofHost = null;
        evidence.clear();
        mayHide = null;
        visibility = readVisibility(files, proc, euid);
        families = others.families();
      }
      const {isInitialPidNamespace} = visibility;
      const isPartial = finder.firstScan() !== null;
      const whyUnowned = createWhyUnowned(
        requests.filter((_request, index) => !isKnown(sockets[index])),
        requests,
        {
          mayBeHidden,
          refusal,
          isOfOtherUser: ({uid}) => refusal === 'needs-root' && uid !== euid,
          isInitialPidNamespace,
          isSettled: finder.isSettled,
          mayBelongToKernel,
        },
      );
      const ownerAt = (row: SocketRow, index: number): Owner => {
        const socket = sockets[index];
        if (socket && isMoving(socket)) return unknown('moving');
        const owner = socket ? ownerOf(socket) : null;
        return owner ?? unknown(socket && isPartial ? 'pending' : whyUnowned(row));
      };
      const owners = requests.map(ownerAt);
      return {
        owners,
        unresolved: owners.filter(owner => !owner.known && (owner.why === 'exited' || owner.why === 'moving')).length,
        isPartial,
        families,
        problems: problemsOf(finder, visibility.hides, refusal),
      };
    },
  };
}

const isKnown = (socket: TrackedSocket | null | undefined): boolean => (socket ? isHeld(socket) : false);

const hiding: Readonly<Record<NonNullable<Visibility['hides']>, string>> = {
  hidepid: 'processes are hidden by the hidepid option of /proc',
  'no-procfs': '/proc is not mounted: no process can be seen',
  'no-first': '/proc does not show process 1: it is of another PID namespace, or something is mounted over it',
};

function problemsOf(finder: HolderFinder, hides: Visibility['hides'], refusal: 'needs-root' | 'refused'): Problem[] {
  const problems: Problem[] = [];
  const unreadable = finder.unreadable();
  if (unreadable.size > 0) {
    const why = refusal === 'refused' ? `this system refuses it even to root (${pidsText(unreadable)})` : 'needs root';
    const text = trusted(`${counted(unreadable.size, 'process', 'processes')} could not be read: ${why}`);
    problems.push({kind: 'processes-unreadable', count: unreadable.size, text});
  }
  if (hides !== null) {
    problems.push({
      kind: 'processes-hidden',
      count: 1,
      text: trusted(hiding[hides]),
    });
  }
  const scan = finder.firstScan();
  if (scan !== null) {
    const text = trusted(`${scan.left} of ${counted(scan.all, 'process', 'processes')} to be read`);
    problems.push({kind: 'processes-unread', count: scan.left, text});
  }
  const threads = finder.unreadThreads();
  if (threads > 0) {
    const text = trusted(`${counted(threads, 'thread', 'threads')} not searched for descriptors of their own`);
    problems.push({kind: 'threads-unread', count: threads, text});
  }
  return problems;
}

/** The pids that the text of a problem names when there are many. */
const namedPids = 3;

function pidsText(pids: ReadonlySet<number>): string {
  const named = [...pids].sort((a, b) => a - b).slice(0, namedPids);
  const rest = pids.size > namedPids ? ' …' : '';
  return `pid ${named.join(', ')}${rest}`;
}

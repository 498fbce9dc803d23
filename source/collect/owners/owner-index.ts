import {unknown} from '../../domain/known.ts';
import type {Problem} from '../../domain/snapshot.ts';
import type {Owner} from '../../domain/socket.ts';
import {trusted} from '../../domain/text.ts';
import {type Files, orFailure, realFiles} from '../../linux/proc-files.ts';
import {parseBootTime} from '../../linux/process-texts.ts';
import {counted} from '../count-words.ts';
import type {SocketRow} from '../socket-row.ts';
import {createContainers} from './containers.ts';
import {type OpenDescriptors, openWith} from './descriptors.ts';
import {createHolderFinder} from './holder-finder.ts';
import {type KernelEvidence, mayBeKernels, readKernelEvidence} from './kernel-evidence.ts';
import type {Asked} from './tracked-socket.ts';
import {createUsers, type Users} from './users.ts';
import {readVisibility} from './visibility.ts';
import {createWhyUnowned, createWhyWithoutInode} from './why-unowned.ts';

/**
 * Where owners are read, and what with. `proc` and `sys` are the mount points of procfs and sysfs, `euid` the effective user of
 * this process.
 */
export type OwnerOptions = {
  readonly proc?: string;
  readonly sys?: string;
  readonly users?: Users;
  readonly files?: Files;
  readonly openDescriptors?: OpenDescriptors;
  readonly euid?: number;
};

/** `unsettled` counts the sockets whose holder was looked for once in vain; resolving them again settles it. */
export type Resolution = {
  readonly owners: readonly Owner[];
  readonly unsettled: number;
  readonly problems: readonly Problem[];
};

export type OwnerIndex = {
  /**
   * Owners of sockets, in their order; `now` in milliseconds since the epoch. Calls must not overlap. Processes are looked through
   * when a socket is new, or when the last complete sweep is 10 s old; otherwise what is remembered answers, once it was checked
   * that the processes are still the same. What did not change stays the same object.
   */
  resolve(rows: readonly Asked[], now: number): Promise<Resolution>;
  /** Whether the owners of the same sockets are not what they were when they were resolved last; costs little where they are. */
  isStale(now: number): Promise<boolean>;
};

/** What can be said of the owners of sockets, in their order, before any process is looked at: those that may have one are `pending`. */
export function ownersAtGlance(rows: readonly SocketRow[]): readonly Owner[] {
  const withoutInode = createWhyWithoutInode(rows);
  return rows.map(row => unknown(row.inode === null ? withoutInode(row) : 'pending'));
}

const procStatLimit = 1 << 20;

/** An index from socket inode to the processes that hold it, from /proc/PID/fd. It remembers nothing of what is gone. */
export function createOwnerIndex(options: OwnerOptions = {}): OwnerIndex {
  const {proc = '/proc', sys = '/sys', files = realFiles, users = createUsers()} = options;
  const openDescriptors = options.openDescriptors ?? openWith(files);
  const euid = options.euid ?? process.geteuid?.() ?? 0;
  const refusal = euid === 0 ? 'refused' : 'needs-root';
  const stat = orFailure(() => files.read(`${proc}/stat`, procStatLimit));
  const bootTime = typeof stat === 'string' ? null : parseBootTime(stat.toString('latin1'));
  const containers = createContainers(files);
  const finder = createHolderFinder({files, openDescriptors, proc, users, containers, refusal, bootTime});
  let visibility = readVisibility(files, proc, euid);
  let evidence: KernelEvidence | null = null;

  const mayBeKernel = (row: SocketRow): boolean => {
    evidence ??= readKernelEvidence(files, {sys, proc}, finder.kernelThreads());
    return mayBeKernels(row, evidence);
  };

  return {
    isStale: finder.tend,
    async resolve(rows, now) {
      const {sockets, swept} = await finder.update(rows, now);
      if (swept) {
        evidence = null;
        visibility = readVisibility(files, proc, euid);
      }
      const {hidesProcesses, isInitialPidNamespace} = visibility;
      const whyUnowned = createWhyUnowned(
        rows.filter((_row, index) => !sockets[index]?.owner),
        rows,
        {
          isBlind: finder.unreadable() > 0 || hidesProcesses,
          refusal,
          isOthers: ({uid}) => refusal === 'needs-root' && uid !== euid,
          isInitialPidNamespace,
          misses: finder.misses,
          mayBeKernels: mayBeKernel,
        },
      );
      const owners = rows.map((row, index) => sockets[index]?.owner ?? unknown(whyUnowned(row)));
      return {
        owners,
        unsettled: owners.filter(owner => !owner.known && owner.why === 'exited').length,
        problems: problemsOf(finder.unreadable(), hidesProcesses, refusal),
      };
    },
  };
}

function problemsOf(unreadable: number, hidesProcesses: boolean, refusal: 'needs-root' | 'refused'): Problem[] {
  const why = refusal === 'refused' ? 'this system refuses it even to root' : 'needs root';
  const problems: Problem[] = [];
  if (unreadable > 0) {
    const text = trusted(`${counted(unreadable, 'process', 'processes')} could not be read: ${why}`);
    problems.push({kind: 'processes-unreadable', count: unreadable, text});
  }
  if (hidesProcesses) {
    problems.push({
      kind: 'processes-hidden',
      count: 1,
      text: trusted('processes are hidden by the hidepid option of /proc'),
    });
  }
  return problems;
}

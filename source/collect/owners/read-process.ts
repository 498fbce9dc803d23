import {isDeepStrictEqual} from 'node:util';
import type {WhyUnknown} from '../../domain/known.ts';
import {unknown} from '../../domain/known.ts';
import type {ListedProcess} from '../../domain/socket.ts';
import {maxTextLength, trusted} from '../../domain/text.ts';
import {cgroupPaths, unitManagerOf, unitOf} from '../../linux/cgroup.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {type ProcessStat, parseCommand, parseEffectiveUid, startTime} from '../../linux/process-texts.ts';
import type {Containers} from './containers.ts';
import type {OpenDescriptors} from './descriptors.ts';
import {readExecutable} from './executable.ts';
import {fileLimits} from './limits.ts';
import type {Users} from './users.ts';

/**
 * Where and how processes are read. `proc` is the mount point of procfs, `refusal` the reason for facts that may not be
 * read.
 */
export type ProcessContext = {
  readonly files: Files;
  readonly openDescriptors: OpenDescriptors;
  readonly proc: string;
  readonly users: Users;
  readonly containers: Containers;
  readonly refusal: WhyUnknown;
  /** Milliseconds since the epoch; null where it cannot be read. */
  readonly bootTime: number | null;
};

/** Facts of a process from `base`, its directory in procfs; `previous` itself where no fact changed. */
export function readProcess(
  {files, users, containers, refusal, bootTime}: ProcessContext,
  pid: number,
  stat: ProcessStat,
  base: string,
  previous: ListedProcess | null,
): ListedProcess {
  const command = orFailure(() => files.read(`${base}/cmdline`, maxTextLength * 4));
  const status = orFailure(() => files.read(`${base}/status`, fileLimits.processStatus));
  const uid = typeof status === 'object' ? parseEffectiveUid(status.toString('latin1')) : null;
  const groups = orFailure(() => files.read(`${base}/cgroup`, fileLimits.processGroups));
  const paths = typeof groups === 'object' ? cgroupPaths(groups.toString('latin1')) : [];
  const executable = stat.isKernelThread ? unknown('kernel') : readExecutable(files, base, stat.name, refusal);
  const process: ListedProcess = {
    pid,
    startedAt: bootTime === null ? null : startTime(stat, bootTime),
    name: stat.name,
    executable,
    command: typeof command === 'object' ? parseCommand(command) : trusted(''),
    uid,
    user: uid === null ? null : users.name(uid),
    unit: unitOf(paths),
    unitManager: unitManagerOf(paths),
    container: containers.of(paths),
    publishes:
      executable.known && typeof command === 'object'
        ? containers.publishedBy(executable.value.path, command.toString('utf8'), uid)
        : null,
  };
  return isDeepStrictEqual(previous, process) && previous !== null ? previous : process;
}

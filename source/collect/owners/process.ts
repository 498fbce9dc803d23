import {isDeepStrictEqual} from 'node:util';
import type {WhyUnknown} from '../../model/known.ts';
import {unknown} from '../../model/known.ts';
import type {Process} from '../../model/socket.ts';
import {longestText, own} from '../../model/text.ts';
import {readExecutable} from './executable.ts';
import {attempt, type Files} from './files.ts';
import {type ProcessStat, parseCommand, parseEffectiveUid} from './parse-process.ts';
import type {Users} from './users.ts';

/** What reading processes takes. `proc` is where procfs is mounted, `refusal` why a fact is missing that may not be read. */
export type ProcessContext = {
  readonly files: Files;
  readonly proc: string;
  readonly users: Users;
  readonly refusal: WhyUnknown;
  /** Milliseconds since the epoch; null where it is not told. */
  readonly bootTime: number | null;
};

const ticksPerSecond = 100;
const statusLimit = 4096;

/** Facts of a process from `base`, its directory in procfs; `previous` itself where they are all still the same. */
export function readProcess(
  {files, users, refusal, bootTime}: ProcessContext,
  pid: number,
  stat: ProcessStat,
  base: string,
  previous: Process | null,
): Process {
  const command = attempt(() => files.read(`${base}/cmdline`, longestText * 4));
  const status = attempt(() => files.read(`${base}/status`, statusLimit));
  const uid = typeof status === 'object' ? parseEffectiveUid(status.toString('latin1')) : null;
  const startedAt = bootTime === null ? null : bootTime + (stat.startTicks * 1000) / ticksPerSecond;
  const process: Process = {
    pid,
    startedAt,
    name: stat.name,
    executable: stat.isKernelThread ? unknown('kernel') : readExecutable(files, base, refusal),
    command: typeof command === 'object' ? parseCommand(command) : own(''),
    uid,
    user: uid === null ? null : users.name(uid),
  };
  return isDeepStrictEqual(previous, process) && previous !== null ? previous : process;
}

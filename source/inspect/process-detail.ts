import type {ProcessDetail} from '../domain/inspection.ts';
import {type Known, known, unknown, type WhyUnknown} from '../domain/known.ts';
import type {Holder, Process} from '../domain/socket.ts';
import type {Clean} from '../domain/text.ts';
import {fdStatusOf} from '../linux/fd-status.ts';
import {decodeLink, parseBootTime, parseCommand, parseStat, startTime} from '../linux/process-texts.ts';
import {readProc, readProcLink} from '../linux/read-proc.ts';
import {isFileOfHost, type Provenance} from './find-package.ts';
import {parentsOf} from './parents.ts';

export type DetailSources = {
  readonly findPackage: (path: string, signal: AbortSignal) => Promise<Provenance>;
  /** The `.socket` unit of the socket that is inspected. */
  readonly socketUnit: () => Promise<Clean | null>;
  readonly signal: AbortSignal;
};

/** Everything about one process that holds a socket of this inode. Never throws. */
export async function detailOf(
  {process, descriptors}: Holder,
  inode: number | null,
  sources: DetailSources,
): Promise<ProcessDetail> {
  const {pid} = process;
  const startedAt = await startOf(pid);
  if (!(await isSame(process, startedAt, inode, descriptors))) return missingDetail(process, 'exited');
  const [directory, commandLine, parents, provenance, socketUnit] = await Promise.all([
    readProcLink(`/proc/${pid}/cwd`),
    readProc(`/proc/${pid}/cmdline`),
    parentsOf(pid),
    provenanceOf(pid, sources),
    pid === 1 ? sources.socketUnit() : null,
  ]);
  return {
    ...missingDetail(process, 'exited'),
    startedAt: process.startedAt ?? startedAt,
    workingDirectory: map(directory, bytes => decodeLink(bytes).path),
    arguments: commandLine.known ? parseCommand(commandLine.value) : process.command,
    ...parents,
    socketUnit,
    ...provenance,
  };
}

/** What is left to say of a process that cannot be looked at. */
export const missingDetail = (process: Process, why: WhyUnknown): ProcessDetail => ({
  pid: process.pid,
  startedAt: process.startedAt,
  uid: process.uid,
  user: process.user,
  workingDirectory: unknown(why),
  arguments: process.command,
  parents: [],
  parentsEnd: why === 'not-collected' ? 'not-reported' : 'unreadable',
  socketUnit: null,
  package: unknown(why),
  description: unknown(why),
});

// Two ways to compute a start differ by the whole second that `btime` of /proc/stat is rounded to.
const startTolerance = 2000;

/** A pid is used again after its process has ended, so a holder is the process seen before by its socket or its start. */
async function isSame(
  process: Process,
  startedAt: number | null,
  inode: number | null,
  descriptors: readonly number[],
): Promise<boolean> {
  if (startedAt === null) return false;
  if (process.startedAt === null || Math.abs(process.startedAt - startedAt) <= startTolerance) return true;
  return inode !== null && (await fdStatusOf(process.pid, inode, descriptors)) === 'holds';
}

async function startOf(pid: number): Promise<number | null> {
  const [own, system] = await Promise.all([readProc(`/proc/${pid}/stat`), readProc('/proc/stat')]);
  const stat = own.known ? parseStat(own.value) : null;
  const bootTime = system.known ? parseBootTime(system.value.toString('latin1')) : null;
  return stat && bootTime !== null ? startTime(stat, bootTime) : null;
}

async function provenanceOf(pid: number, {findPackage, signal}: DetailSources): Promise<Provenance> {
  const nothing = (why: WhyUnknown): Provenance => ({package: unknown(why), description: unknown(why)});
  const link = await readProcLink(`/proc/${pid}/exe`);
  if (!link.known) return nothing(link.why);
  const {deleted} = decodeLink(link.value);
  // The path itself, not its cleaned form, is what a package knows.
  const path = link.value.toString('utf8').slice(0, deleted ? -' (deleted)'.length : undefined);
  const shared = await isFileOfHost(pid, path, deleted);
  if (!shared.known) return nothing(shared.why);
  return shared.value ? findPackage(path, signal) : nothing('other-namespace');
}

const map = <A, B>(value: Known<A>, change: (value: A) => B): Known<B> =>
  value.known ? known(change(value.value)) : value;

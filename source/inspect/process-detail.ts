import type {ProcessDetail} from '../domain/inspection.ts';
import {type Known, known, unknown, type WhyUnknown} from '../domain/known.ts';
import type {ListedHolder, ListedProcess} from '../domain/socket.ts';
import {type Clean, cleanBytes} from '../domain/text.ts';
import {splitDeletedMark} from '../linux/deleted-mark.ts';
import {fdStatusOf} from '../linux/fd-status.ts';
import {isSameProcess, readProcessStart} from '../linux/process-start.ts';
import {parseCommand} from '../linux/process-texts.ts';
import {readProc, readProcLink} from '../linux/read-proc.ts';
import {isFileOfHost, type Provenance} from './find-package.ts';
import {parentsOf} from './parents.ts';

export type DetailSources = {
  readonly findPackage: (path: string, signal: AbortSignal) => Promise<Provenance>;
  /** The `.socket` unit of the socket that is inspected. */
  readonly socketUnit: () => Promise<Clean | null>;
  readonly signal: AbortSignal;
};

/** The detail of a process that holds a socket with this inode. Reads /proc and runs tools. Never rejects. */
export async function detailOf(
  {process, descriptors}: ListedHolder,
  inode: number | null,
  sources: DetailSources,
): Promise<ProcessDetail> {
  const {pid} = process;
  const startedAt = await readProcessStart(pid);
  if (!(await isSameHolder(process, startedAt, inode, descriptors))) return missingDetail(process, 'exited');
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
    workingDirectory: map(directory, bytes => cleanBytes(splitDeletedMark(bytes).path)),
    arguments: commandLine.known ? parseCommand(commandLine.value) : process.command,
    ...parents,
    socketUnit,
    ...provenance,
  };
}

/** The detail of a process that cannot be read, with `why` for each fact. */
export const missingDetail = (process: ListedProcess, why: WhyUnknown): ProcessDetail => ({
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

/**
 * Whether the pid still is of the holder, by its start or by the socket: a pid is used again after its process ended.
 */
async function isSameHolder(
  process: ListedProcess,
  startedAt: number | null,
  inode: number | null,
  descriptors: readonly number[],
): Promise<boolean> {
  if (startedAt === null) return false;
  if (process.startedAt === null || isSameProcess(process.startedAt, startedAt)) return true;
  return inode !== null && (await fdStatusOf(process.pid, inode, descriptors)) === 'holds';
}

async function provenanceOf(pid: number, {findPackage, signal}: DetailSources): Promise<Provenance> {
  const nothing = (why: WhyUnknown): Provenance => ({package: unknown(why), description: unknown(why)});
  const link = await readProcLink(`/proc/${pid}/exe`);
  if (!link.known) return nothing(link.why);
  const {path: bytes, isMarked} = splitDeletedMark(link.value);
  // Package managers know the path itself, not its cleaned form.
  const path = bytes.toString('utf8');
  const shared = await isFileOfHost(pid, path, isMarked);
  if (!shared.known) return nothing(shared.why);
  return shared.value ? findPackage(path, signal) : nothing('other-namespace');
}

const map = <A, B>(value: Known<A>, change: (value: A) => B): Known<B> =>
  value.known ? known(change(value.value)) : value;

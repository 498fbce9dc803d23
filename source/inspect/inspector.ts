import type {Inspection, LsofResult, ProcessDetail} from '../domain/inspection.ts';
import {type ListedHolder, listedHolders, type Socket} from '../domain/socket.ts';
import {socketUnitOf} from '../domain/socket-unit.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {type FdStatus, fdStatusOf} from '../linux/fd-status.ts';
import {type RunTool, runTool} from '../system/run-tool.ts';
import {withinTime} from '../system/within-time.ts';
import {crossCheck, type FdStatuses, noCrossCheck} from './cross-check.ts';
import {createPackageFinder} from './find-package.ts';
import {canSeeHolders, toolsSeeAll} from './lsof-visibility.ts';
import {detailOf, missingDetail} from './process-detail.ts';
import {detailByPs} from './ps.ts';
import {runLsof} from './run-lsof.ts';
import {readSocketUnits} from './socket-units.ts';
import {detailByTasklist, insteadOfLsof} from './tasklist.ts';

type InspectorOptions = {
  readonly run?: RunTool;
  /** Whether tools that are started see every process. */
  readonly seesAll?: () => Promise<boolean>;
  /** As os.platform() has it. */
  readonly platform?: string;
};

type Inspector = {
  /** Never rejects: a fact that could not be found out is a value in the result. */
  inspect(socket: Socket, signal: AbortSignal): Promise<Inspection>;
};

/** Processes that are read in detail; a daemon may share its socket with hundreds of workers that are all alike. */
const maxProcesses = 16;
/** Milliseconds for the detail of a process: a file system that does not answer must not hold up the rest. */
const detailLimit = 8000;

/**
 * Finds out more about one socket: the files that lsof lists for it, its processes, and whether lsof and the kernel
 * agree. Runs tools of the system; an inspection ends after 16 s at the latest, with `not-collected` for missing
 * facts. `run`, `seesAll` and `platform` stand in for the real system.
 */
export function createInspector({
  run = runTool,
  seesAll = toolsSeeAll,
  platform = process.platform,
}: InspectorOptions = {}): Inspector {
  const findPackage = createPackageFinder(run);

  function detailHere(
    holder: ListedHolder,
    {inode}: Socket,
    socketUnit: () => Promise<Clean | null>,
    signal: AbortSignal,
  ): Promise<ProcessDetail> {
    if (platform === 'linux') return detailOf(holder, inode, {findPackage, socketUnit, signal});
    return platform === 'win32'
      ? detailByTasklist(holder.process, run, signal)
      : detailByPs(holder.process, run, signal);
  }

  async function processesOf(
    socket: Socket,
    holders: readonly ListedHolder[],
    signal: AbortSignal,
  ): Promise<ProcessDetail[]> {
    const socketUnit = (): Promise<Clean | null> => findSocketUnit(socket, run, signal);
    return Promise.all(
      holders.map(holder => {
        const detail = detailHere(holder, socket, socketUnit, signal);
        return withinTime(detail, detailLimit).catch(() => missingDetail(holder.process, 'not-collected'));
      }),
    );
  }

  return {
    async inspect(socket, signal) {
      const holders = listedHolders(socket.owner);
      const [lsof, processes] = await Promise.all([
        platform === 'win32' ? insteadOfLsof(socket) : listByLsof(socket, run, seesAll, signal),
        processesOf(socket, holders.slice(0, maxProcesses), signal),
      ]);
      const statuses = await withinTime(readFdStatuses(socket, lsof, signal), detailLimit).catch(() => new Map());
      return {
        socketKey: socket.key,
        lsof,
        processes,
        crossCheck: platform === 'linux' ? crossCheck(socket.owner, lsof, statuses) : noCrossCheck,
      };
    },
  };
}

async function listByLsof(
  socket: Socket,
  run: RunTool,
  seesAll: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<LsofResult> {
  try {
    const seesHolders = canSeeHolders(socket.owner, await seesAll(), process.geteuid?.() ?? 0);
    return await runLsof(socket, seesHolders, run, signal);
  } catch (error) {
    return {kind: 'failed', commandLine: trusted('lsof -nP -i'), message: sanitize(String(error))};
  }
}

/** Whether each process that lsof or the kernel named has the socket open, now that lsof has run. */
async function readFdStatuses(socket: Socket, lsof: LsofResult, signal: AbortSignal): Promise<FdStatuses> {
  const {inode, owner} = socket;
  const now = new Map<number, FdStatus>();
  if (inode === null || (lsof.kind !== 'records' && lsof.kind !== 'none')) return now;
  const descriptors = new Map<number, readonly number[]>();
  if (lsof.kind === 'records') for (const {pid} of lsof.records) descriptors.set(pid, []);
  for (const holder of listedHolders(owner)) descriptors.set(holder.process.pid, holder.descriptors);
  for (const [pid, known] of descriptors) {
    if (signal.aborted) break;
    now.set(pid, await fdStatusOf(pid, inode, known));
  }
  return now;
}

async function findSocketUnit(socket: Socket, run: RunTool, signal: AbortSignal): Promise<Clean | null> {
  return socketUnitOf(socket, (await readSocketUnits(run, signal)) ?? [])?.unit ?? null;
}

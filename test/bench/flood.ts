import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {directory, root} from './build.ts';
import {undoAtEnd} from './cleanup.ts';

/** What `flood.c` can make, and how a row names it. */
export const floodKinds = {
  descriptors: 'descriptors on one socket',
  threads: 'threads of one process',
  leaderless: 'threads of a process whose first one has ended',
  processes: 'processes',
  sharers: 'processes that share a socket',
} as const;

export type FloodKind = keyof typeof floodKinds;

/** Processes and threads that a flood leaves to the rest of the machine. */
const reserve = 4096;

/**
 * The processes or threads that there is room for: the kernel counts both as tasks. `loadavg` is the text of
 * /proc/loadavg, which has the tasks that there are as `3/412`.
 */
export function roomFor(count: number, {pidMax, threadsMax}: TaskLimits, loadavg: string): number {
  const tasks = Number(loadavg.match(/ \d+\/(\d+) /)?.[1] ?? Number.NaN);
  return Math.max(1, Math.min(count, Math.min(pidMax, threadsMax) - tasks - reserve));
}

/** `kernel.pid_max` and `kernel.threads-max` (proc_sys_kernel(5)). */
type TaskLimits = {readonly pidMax: number; readonly threadsMax: number};

function roomHere(count: number): number {
  const [pidMax = 0, threadsMax = 0] = ['pid_max', 'threads-max'].map(name =>
    Number(readFileSync(`/proc/sys/kernel/${name}`, 'latin1')),
  );
  return roomFor(count, {pidMax, threadsMax}, readFileSync('/proc/loadavg', 'latin1'));
}

/** A flood: as many as the machine allowed of the ones that were wanted. */
export type Flood = {readonly reached: number; readonly end: () => void};

/** Compiles `flood.c`; the path of the program. Throws where there is no cc. */
export function buildFlood(): string {
  mkdirSync(directory, {recursive: true});
  const program = join(directory, 'flood');
  // Without shared libraries a sleeping process takes less memory.
  execFileSync('cc', ['-O1', '-static', '-o', program, join(root, 'test/bench/flood.c')], {stdio: 'inherit'});
  return program;
}

/**
 * Makes a flood, a smaller one where the machine has less room, by the built `program`; `within` runs it in a network
 * namespace.
 */
export async function openFlood(
  program: string,
  kind: FloodKind,
  count: number,
  within: readonly string[],
): Promise<Flood> {
  const possible = kind === 'descriptors' ? count : roomHere(count);
  const [command = '', ...parameters] = [...within, program, kind, String(possible)];
  const child = spawn(command, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  const end = undoAtEnd(() => void child.kill('SIGKILL'));
  const lines = createInterface({input: child.stdout});
  const [line = ''] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as string[];
  const reached = Number(line.match(/^ready (\d+)$/)?.[1] ?? Number.NaN);
  if (Number.isNaN(reached)) throw new Error(`no flood of ${count} ${floodKinds[kind]}: "${line}"`);
  return {reached, end};
}

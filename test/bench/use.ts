import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {promisify} from 'node:util';
import {environment} from '../e2e/helpers/terminal.ts';

/** What a run of a command took, in milliseconds; `cpu` is that of the command and all it started. */
export type Use = {readonly wall: number; readonly cpu: number};

/** Runs a command to its end inside `within`, its output thrown away. */
export async function timeOf(within: readonly string[], command: readonly string[]): Promise<Use> {
  const [program = '', ...parameters] = [
    ...within,
    'bash',
    '-c',
    'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null',
    'bash',
    ...command,
  ];
  const {stderr} = await promisify(execFile)(program, parameters, {env: {...environment, LC_ALL: 'C'}});
  const [, ...seconds] = stderr.match(/([\d.]+) ([\d.]+) ([\d.]+)\s*$/) ?? [];
  const [wall, user, system] = seconds.map(Number);
  if (wall === undefined || user === undefined || system === undefined) {
    throw new Error(`${command.join(' ')} could not be timed: ${stderr}`);
  }
  return {wall: wall * 1000, cpu: (user + system) * 1000};
}

const ticksPerSecond = 100;

/** CPU time in milliseconds of a living process, with the children it has waited for (proc(5), /proc/PID/stat). */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, cutime and cstime are fields 14 to 17; the first after the name is field 3.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1000) / ticksPerSecond;
}

/** Resident memory in MB (10^6 bytes) of a living process; `peak` the most it has had. */
export function memoryOf(pid: number): {readonly now: number; readonly peak: number} {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const of = (name: string): number =>
    (Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1]) * 1024) / 1e6;
  return {now: of('VmRSS'), peak: of('VmHWM')};
}

import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {promisify} from 'node:util';
import {ticksPerSecond} from '../../source/linux/process-texts.ts';
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

export const millisecondsPerTick = 1000 / ticksPerSecond;

/** CPU time in milliseconds of a living process, with the children it has waited for. */
export const cpuOf = (pid: number): number => cpuIn(readFileSync(`/proc/${pid}/stat`, 'latin1'));

/** The same from the text of /proc/PID/stat (proc_pid_stat(5)). */
export function cpuIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, cutime and cstime are fields 14 to 17; the first after the name is field 3.
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * millisecondsPerTick;
}

/** Resident memory in MB (10^6 bytes) of a living process; `peak` the most it has had. */
export function memoryOf(pid: number): {readonly now: number; readonly peak: number} {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const of = (name: string): number =>
    (Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1]) * 1024) / 1e6;
  return {now: of('VmRSS'), peak: of('VmHWM')};
}

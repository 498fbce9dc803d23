import {readdirSync, readFileSync} from 'node:fs';
import {parseStat} from '../../source/linux/process-texts.ts';
import {cpuIn, millisecondsPerTick} from './use.ts';

/** CPU time since the machine started, of all cores, in milliseconds. `stolen` is what a hypervisor gave to others. */
export type CpuTimes = {readonly total: number; readonly busy: number; readonly stolen: number};

/**
 * Shares of the CPU time of all cores, while something was measured. `others` are programs that the bench did not
 * start.
 */
export type Noise = {readonly others: number; readonly stolen: number};

/** Share from which on figures are not those of a quiet machine. */
const quietLimit = 0.1;

/** Reads the first line of /proc/stat (proc_stat(5)); throws where it is none. Time of guests is part of `user`. */
export function parseCpuTimes(text: string): CpuTimes {
  const [name, ...fields] = text.slice(0, text.indexOf('\n')).split(/ +/);
  const times = fields.map(field => Number(field) * millisecondsPerTick);
  const [user, nice, system, idle, iowait, irq, softirq, stolen] = times;
  if (name !== 'cpu' || stolen === undefined) throw new Error(`/proc/stat begins with "${text.slice(0, 80)}"`);
  const busy = [user, nice, system, irq, softirq].reduce<number>((sum, each = 0) => sum + each, 0);
  return {total: busy + (idle ?? 0) + (iowait ?? 0) + stolen, busy, stolen};
}

/** What others took between two readings, of which `own` milliseconds are ours. */
export function noiseBetween(before: CpuTimes, after: CpuTimes, own: number): Noise {
  const total = Math.max(1, after.total - before.total);
  const others = Math.max(0, after.busy - before.busy - own);
  return {others: others / total, stolen: (after.stolen - before.stolen) / total};
}

export const isQuiet = ({others, stolen}: Noise): boolean => others + stolen < quietLimit;

/** `quiet`, or how far it was not: `**others 41 %**`, `**others 3 %, stolen 12 %**`. */
export function noiseText(noise: Noise): string {
  if (isQuiet(noise)) return 'quiet';
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const stolen = noise.stolen >= 0.01 ? `, stolen ${percent(noise.stolen)}` : '';
  return `**others ${percent(noise.others)}${stolen}**`;
}

/** A sentence on a whole run, of the noise of its rows. */
export function noiseRange(noises: readonly Noise[]): string {
  const shares = noises.map(({others, stolen}) => Math.round((others + stolen) * 100));
  const loud = noises.filter(noise => !isQuiet(noise)).length;
  const range = `${Math.min(...shares)} to ${Math.max(...shares)} %`;
  const warning = loud > 0 ? `: ${loud} of ${noises.length} figures are not those of a quiet machine` : '';
  return `Meanwhile other programs and guests of its host took ${range} of the CPU time of all cores${warning}.`;
}

/** Listens to the machine until the function that it returns is called, which returns what others took. */
export function listenToMachine(): () => Noise {
  const read = (): CpuTimes => parseCpuTimes(readFileSync('/proc/stat', 'latin1'));
  const [before, ownBefore] = [read(), cpuOfTree(process.pid)];
  return () => noiseBetween(before, read(), cpuOfTree(process.pid) - ownBefore);
}

/** CPU time of a process and all that it started, in milliseconds. Children that were waited for are part of it. */
function cpuOfTree(root: number): number {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => readProcess(Number(name)) ?? []);
  return cpuBelow(root, all);
}

type ProcessUse = {readonly pid: number; readonly parent: number; readonly cpu: number};

function readProcess(pid: number): ProcessUse | null {
  try {
    const bytes = readFileSync(`/proc/${pid}/stat`);
    const stat = parseStat(bytes);
    return stat && {pid, parent: stat.parent, cpu: cpuIn(bytes.toString('latin1'))};
  } catch {
    return null;
  }
}

/** CPU time of a process and its descendants. */
export function cpuBelow(root: number, processes: readonly ProcessUse[]): number {
  const children = Map.groupBy(processes, ({parent}) => parent);
  const own = processes.find(({pid}) => pid === root)?.cpu ?? 0;
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + child.cpu + sum(child.pid), 0);
  return own + sum(root);
}

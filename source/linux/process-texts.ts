import {type Clean, cleanBytes, trusted} from '../domain/text.ts';

/** A process by its /proc/PID/stat (proc(5)). With the pid, `startTicks` names one process for good. */
export type ProcessStat = {
  readonly name: Clean;
  readonly parent: number;
  readonly isZombie: boolean;
  readonly isKernelThread: boolean;
  readonly threads: number;
  /** Clock ticks after boot, 100 a second (USER_HZ). */
  readonly startTicks: number;
};

// PF_KTHREAD of the kernel's include/linux/sched.h.
const kernelThreadFlag = 0x0020_0000;

/**
 * Decodes /proc/PID/stat. The name may hold anything, also `)` and newlines, so fields count from the last `)`. null
 * where the bytes are no stat.
 */
export function parseStat(bytes: Buffer): ProcessStat | null {
  const open = bytes.indexOf('(');
  const close = bytes.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  // Field 3, the state, is the first after the name.
  const fields = bytes.toString('latin1', close + 2).split(' ');
  const field = (number: number): string => fields[number - 3] ?? '';
  const parent = Number(field(4) || Number.NaN);
  const startTicks = Number(field(22) || Number.NaN);
  if (!Number.isInteger(parent) || !Number.isFinite(startTicks)) return null;
  return {
    name: cleanBytes(bytes.subarray(open + 1, close)),
    parent,
    isZombie: field(3) === 'Z',
    isKernelThread: (Number(field(9)) & kernelThreadFlag) !== 0,
    threads: Number(field(20)) || 1,
    startTicks,
  };
}

/**
 * The addresses of code, data, stack and arguments from /proc/PID/stat, as one text. The kernel draws them anew at each
 * execve(2), and fork(2) keeps them: a process with the addresses of its parent still runs the program of its parent.
 * null where they are not shown, which takes the right to trace the process.
 */
export function parseLayout(bytes: Buffer): string | null {
  const fields = bytes.toString('latin1', bytes.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): string => fields[number - 3] ?? '';
  const layout = [26, 27, 28, 45, 46, 47, 48, 49, 50, 51].map(field);
  return [28, 45, 48].some(number => !(Number(field(number)) > 1)) ? null : layout.join(' ');
}

/**
 * Real, effective, saved and file system uid from /proc/PID/status; none where the text has no such line. The kernel
 * escapes the name in it, which cannot forge a line.
 */
export function parseUids(status: string): readonly number[] {
  const match = status.match(/^Uid:((?:\s+\d+)+)$/m);
  return match?.[1]?.trim().split(/\s+/).map(Number) ?? [];
}

/** Effective uid from /proc/PID/status. */
export const parseEffectiveUid = (status: string): number | null => parseUids(status)[1] ?? null;

/** Arguments joined by spaces, from the NUL-separated bytes of /proc/PID/cmdline. */
export function parseCommand(bytes: Buffer): Clean {
  const joined = Buffer.from(bytes.map(byte => (byte === 0 ? 0x20 : byte)));
  return trusted(cleanBytes(joined).trimEnd());
}

/**
 * Path of the first mapping of a file, from the bytes of /proc/PID/maps (proc_pid_maps(5)): the line with its inode,
 * the second part of `id`, as FileFacts has it. The device is not compared, since overlayfs and btrfs show another one
 * here. null where no line is of the file. Of all special bytes the kernel escapes the newline alone.
 */
export function firstMappedPath(maps: Buffer, id: string): Buffer | null {
  const inode = id.slice(id.indexOf(':') + 1);
  for (const line of maps.toString('latin1').split('\n')) {
    const [, of, path] = line.match(/^\S+ \S+ \S+ \S+ (\d+) +(\/.*)$/) ?? [];
    if (of === inode && path !== undefined) return Buffer.from(path.replaceAll('\\012', '\n'), 'latin1');
  }
  return null;
}

/** Time of boot in milliseconds since the epoch, from /proc/stat; null where the text has none. */
export function parseBootTime(stat: string): number | null {
  const match = stat.match(/^btime (\d+)$/m);
  return match ? Number(match[1]) * 1000 : null;
}

/** USER_HZ. */
export const ticksPerSecond = 100;

/** Start of a process in milliseconds since the epoch, from the time of boot in the same unit. */
export const startTime = ({startTicks}: ProcessStat, bootTime: number): number =>
  bootTime + (startTicks * 1000) / ticksPerSecond;

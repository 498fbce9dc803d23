import {type Clean, cleanBytes} from '../model/text.ts';

export type ProcessStat = {
  readonly name: Clean;
  readonly parent: number;
  /** Clock ticks after boot. */
  readonly startTicks: number;
};

/**
 * Name (field 2), parent (4) and start (22) of `/proc/PID/stat`, proc(5). The name may hold any byte, parentheses and
 * spaces too, so the fields after it are counted from the last `)`. null where the text is no such line.
 */
export function decodeStat(bytes: Uint8Array): ProcessStat | null {
  const open = bytes.indexOf(0x28);
  const close = bytes.lastIndexOf(0x29);
  if (open < 0 || close < open) return null;
  const rest = Buffer.from(bytes.subarray(close + 1))
    .toString('latin1')
    .trim()
    .split(' ');
  const parent = Number(rest[1]);
  const startTicks = Number(rest[19]);
  if (!Number.isInteger(parent) || !Number.isFinite(startTicks)) return null;
  return {name: cleanBytes(bytes.subarray(open + 1, close)), parent, startTicks};
}

/** Arguments of `/proc/PID/cmdline`, each ended by NUL, joined by spaces. */
export function decodeArguments(bytes: Uint8Array): Clean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return cleanBytes(bytes.subarray(0, end).map(byte => (byte === 0 ? 0x20 : byte)));
}

// USER_HZ is 100 on every architecture Node runs on (sysconf(3), _SC_CLK_TCK).
const millisecondsATick = 10;

/** Start of a process in milliseconds since the epoch, from `btime` of /proc/stat (seconds); null where it has none. */
export function startTime(startTicks: number, systemStat: Uint8Array): number | null {
  const seconds = Buffer.from(systemStat)
    .toString('latin1')
    .match(/^btime (\d+)$/m)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000 + startTicks * millisecondsATick;
}

/** A link target without what the kernel appends when the file was deleted. */
export function decodeLink(bytes: Uint8Array): {readonly path: Clean; readonly deleted: boolean} {
  const deleted = Buffer.from(bytes).toString('latin1').endsWith(deletedMark);
  const path = cleanBytes(deleted ? bytes.subarray(0, bytes.length - deletedMark.length) : bytes);
  return {path, deleted};
}

const deletedMark = ' (deleted)';

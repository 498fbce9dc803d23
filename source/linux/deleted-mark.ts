const mark = ' (deleted)';

/**
 * Splits off the mark that the kernel appends to a path whose file was deleted (proc(5), /proc/PID/exe; cgroups(7),
 * /proc/PID/cgroup). The name of a file may end in these characters too: the text alone cannot distinguish the two.
 */
export function splitDeletedMark(link: Buffer): {readonly path: Buffer; readonly isMarked: boolean} {
  const isMarked = link.length > mark.length && link.subarray(-mark.length).equals(markBytes);
  return {path: isMarked ? link.subarray(0, -mark.length) : link, isMarked};
}

const markBytes = Buffer.from(mark);

/** The same for a text of one character a byte. */
export const withoutDeletedMark = (path: string): string => (path.endsWith(mark) ? path.slice(0, -mark.length) : path);

import type {Known} from '../domain/known.ts';
import {listProc, readProcLink} from './read-proc.ts';

/** Whether a process has a socket open. `gone`: it has ended. `hidden`: its descriptors may not be read. */
export type FdStatus = 'holds' | 'let-go' | 'gone' | 'hidden';

/**
 * Searches `/proc/PID/fd` for a socket's inode (proc(5): the link of a socket reads `socket:[inode]`), the descriptors
 * on which the socket was last seen first. Linear in the descriptors of the process. Never throws.
 */
export async function fdStatusOf(pid: number, inode: number, descriptors: readonly number[]): Promise<FdStatus> {
  const link = Buffer.from(`socket:[${inode}]`);
  const directory = `/proc/${pid}/fd`;
  const seen = await findLink(directory, link, descriptors);
  if (seen !== null) return seen;
  const all = await listProc(directory);
  if (!all.known) return missing(all);
  return (await findLink(directory, link, all.value)) ?? 'let-go';
}

/** A descriptor that was closed meanwhile has no link. null where no descriptor has this one. */
async function findLink(
  directory: string,
  link: Buffer,
  descriptors: readonly (number | string)[],
): Promise<FdStatus | null> {
  for (const descriptor of descriptors) {
    const target = await readProcLink(`${directory}/${descriptor}`);
    if (target.known && target.value.equals(link)) return 'holds';
    if (!target.known && target.why !== 'exited') return 'hidden';
  }
  return null;
}

const missing = ({why}: Extract<Known<unknown>, {known: false}>): FdStatus => (why === 'exited' ? 'gone' : 'hidden');

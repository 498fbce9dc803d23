import {safeFiles} from '../../linux/guarded-files.ts';
import {namespaceInode} from '../../linux/namespace-inode.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import type {Endianness} from './decode-address.ts';
import {readTables, type TablesRead} from './read-tables.ts';

/**
 * The tables of a network namespace in /proc/PID/net of a process in it. A process may go to another namespace at any
 * time (setns(2)), so they count where it was in this one before and afterwards. Rejects where no process has them.
 */
export async function readByProcess(
  {netns, members}: FoundNamespace,
  proc: string,
  order: Endianness,
  files: Files = safeFiles,
): Promise<TablesRead> {
  const isIn = (member: string): boolean => {
    const link = orFailure(() => ({target: files.link(`${proc}/${member}/ns/net`)}));
    return typeof link === 'object' && namespaceInode(link.target) === netns.inode;
  };
  for (const member of members) {
    if (!isIn(member)) continue;
    const tables = await readTables(`${proc}/${member}/net`, order).catch(() => null);
    if (tables !== null && isIn(member)) return tables;
  }
  throw new Error('no process');
}

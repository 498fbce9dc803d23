import type {NamespaceCounts, Problem} from '../../domain/snapshot.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import type {SocketRow} from '../socket-row.ts';
import type {Endianness} from './decode-address.ts';
import {readTables, type TablesRead} from './read-tables.ts';

type OtherRows = {
  readonly rows: readonly SocketRow[];
  readonly problems: readonly Problem[];
  readonly counts: NamespaceCounts;
};

/**
 * Rows of all network namespaces but our own, read in `/proc/PID/net` of a process of each. A namespace without a
 * process cannot be read so. Linear in the sockets. Never rejects.
 */
export async function readOtherNamespaces(
  namespaces: readonly FoundNamespace[],
  proc: string,
  order: Endianness,
): Promise<OtherRows> {
  const rows: SocketRow[] = [];
  const problems: Problem[] = [];
  let unread = 0;
  for (const {netns, pids} of namespaces) {
    const tables = await tablesOf(pids, proc, order);
    if (tables === null) unread++;
    else {
      for (const row of tables.rows) rows.push({...row, netns});
      problems.push(...tables.problems);
    }
  }
  return {
    rows,
    problems,
    counts: {found: namespaces.length + 1, unread: unread > 0 ? [{why: 'no-process', count: unread}] : []},
  };
}

async function tablesOf(pids: readonly number[], proc: string, order: Endianness): Promise<TablesRead | null> {
  for (const pid of pids) {
    try {
      return await readTables(`${proc}/${pid}/net`, order);
    } catch {
      // The process has ended; another may be in the same namespace.
    }
  }
  return null;
}

import type {NamespaceCounts, Problem, ProtocolCounts} from '../../domain/snapshot.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import type {SocketRow} from '../socket-row.ts';
import type {Endianness} from './decode-address.ts';
import {readByProcess} from './read-by-process.ts';

type OtherRows = {
  readonly rows: readonly SocketRow[];
  readonly problems: readonly Problem[];
  readonly counts: NamespaceCounts;
  readonly otherCounts: readonly ProtocolCounts[];
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
  const otherCounts: ProtocolCounts[] = [];
  let unread = 0;
  for (const namespace of namespaces) {
    const {netns} = namespace;
    const tables = await readByProcess(namespace, proc, order).catch(() => null);
    if (tables === null) unread++;
    else {
      for (const row of tables.rows) rows.push({...row, netns});
      problems.push(...tables.problems);
      otherCounts.push(tables.counts);
    }
  }
  return {
    rows,
    problems,
    otherCounts,
    counts: {found: namespaces.length + 1, unread: unread > 0 ? [{why: 'no-process', count: unread}] : []},
  };
}

import type {Problem, ProtocolCounts} from '../../domain/snapshot.ts';
import type {Netns, Owner, Socket} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {TablesRead} from '../procfs/read-tables.ts';
import {createReuseRows} from '../reuse-sockets.ts';
import {keySockets} from '../socket-key.ts';
import type {SocketRow} from '../socket-row.ts';

/**
 * Raw, ping and packet sockets, to add to the sockets of sock_diag: many kernels cannot dump raw sockets.
 */
export type ProcfsSockets = {
  read(): Promise<void>;
  /** Whether the last read differs from the one before in more than queues. */
  changed(): boolean;
  rows(): readonly SocketRow[];
  /** Makes sockets of the rows, with `owners` in their order. Returns whether any differs from before. */
  assignOwners(owners: readonly Owner[]): boolean;
  sockets(): readonly Socket[];
  problems(): readonly Problem[];
  /** Numbers of sockets, of all protocols of the namespace. */
  counts(): ProtocolCounts;
};

/**
 * No sockets until the first `read`, which rejects as `readTables` does; `userName` names the user of a uid. `netns` is
 * the namespace of the tables.
 */
export function createProcfsSockets(
  userName: (uid: number) => Clean,
  readTables: () => Promise<TablesRead>,
  netns: Netns | null = null,
): ProcfsSockets {
  const reuseRows = createReuseRows(userName);
  let byKey: ReadonlyMap<string, SocketRow> = new Map();
  let identity = '';
  let isChanged = false;
  let sockets: readonly Socket[] = [];
  let problems: readonly Problem[] = [];
  let counts: ProtocolCounts = new Map();
  return {
    async read() {
      const found = await readTables();
      byKey = keySockets(netns === null ? found.rows : found.rows.map(row => ({...row, netns})));
      problems = found.problems;
      counts = found.counts;
      const now = JSON.stringify([...byKey].map(([key, {state, local, peer}]) => [key, state, local, peer]));
      isChanged = now !== identity;
      identity = now;
    },
    changed: () => isChanged,
    rows: () => [...byKey.values()],
    assignOwners(owners) {
      const current = reuseRows(byKey, owners);
      const differs = current.length !== sockets.length || current.some((socket, index) => socket !== sockets[index]);
      sockets = current;
      return differs;
    },
    sockets: () => sockets,
    problems: () => problems,
    counts: () => counts,
  };
}

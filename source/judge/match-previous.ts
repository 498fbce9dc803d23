import type {Socket} from '../domain/socket.ts';
import type {AssessedSocket} from './assess-all.ts';

/** Finds the rows of the poll before, each once. */
export type PreviousRows = {
  readonly of: (socket: Socket) => AssessedSocket | undefined;
  /** The rows that were not found, in their order. */
  readonly others: () => readonly AssessedSocket[];
};

/**
 * Rows of the poll before by the keys of their sockets. A poll lists sockets in the order of the poll before, without
 * closed sockets and with new ones at the end; so most are found next to the last one found, and a map is made only of
 * the rows after a gap. Linear in the rows.
 */
export function matchPrevious(rows: readonly AssessedSocket[]): PreviousRows {
  const isFound = new Uint8Array(rows.length);
  let next = 0;
  let left: ReadonlyMap<string, number> | null = null;

  /** The remaining rows, by key. */
  const leftByKey = (): ReadonlyMap<string, number> => {
    const byKey = new Map<string, number>();
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index];
      if (row && !isFound[index]) byKey.set(row.socket.key, index);
    }
    return byKey;
  };

  const indexOf = (key: string): number => {
    if (rows[next]?.socket.key === key) return next;
    if (!left) {
      for (let index = next + 1; index < rows.length; index++) if (rows[index]?.socket.key === key) return index;
      left = leftByKey();
    }
    return left.get(key) ?? -1;
  };

  return {
    of: ({key}) => {
      const index = indexOf(key);
      if (index < 0) return undefined;
      isFound[index] = 1;
      next = index + 1;
      return rows[index];
    },
    others: () => rows.filter((_row, index) => !isFound[index]),
  };
}

import {isSameEnd} from './same-socket.ts';
import type {SocketRow} from './socket-row.ts';

/**
 * The name of a socket for as long as it lives, also across states. With a cookie it is that (sock_diag(7): one for life, TIME_WAIT
 * included). Without, a connected TCP socket is named by its four-tuple, since its inode becomes 0 once the process lets go, and
 * every other socket by its inode, or by its addresses where it has none. Not always unique: see `keySockets`.
 */
export function socketKey(row: SocketRow): string {
  const kind = `${row.protocol}${row.family ?? ''}`;
  if (row.cookie !== undefined) return `${kind} cookie ${row.cookie}`;
  if (row.inode !== null && (row.protocol !== 'tcp' || row.peer === null)) return `${kind} inode ${row.inode}`;
  const local = `${row.local.address}:${row.local.port}`;
  return row.peer === null ? `${kind} ${local}` : `${kind} ${local} ${row.peer.address}:${row.peer.port}`;
}

/**
 * Rows of one poll by unique key, in their order. A socket that the kernel showed twice (it moved while the table was read) is one
 * socket; different sockets of one key (link-local pairs on two devices) get an ordinal, in the order of the table.
 */
export function keySockets(rows: readonly SocketRow[]): Map<string, SocketRow> {
  const byKey = new Map<string, SocketRow>();
  for (const row of rows) {
    const key = socketKey(row);
    if (!byKey.has(key)) byKey.set(key, row);
    else keepBeside(byKey, key, row);
  }
  return byKey;
}

function keepBeside(byKey: Map<string, SocketRow>, key: string, row: SocketRow): void {
  for (let ordinal = 1; ; ordinal++) {
    const candidate = ordinal === 1 ? key : `${key} #${ordinal}`;
    const standing = byKey.get(candidate);
    if (standing && isSameSocket(standing, row)) return;
    if (!standing) {
      byKey.set(candidate, row);
      return;
    }
  }
}

function isSameSocket(a: SocketRow, b: SocketRow): boolean {
  return a.inode === b.inode && a.cookie === b.cookie && isSameEnd(a.local, b.local) && isSameEnd(a.peer, b.peer);
}

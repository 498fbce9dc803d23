import type {Netns} from '../domain/socket.ts';
import {isSameEnd} from './same-socket.ts';
import type {SocketRow} from './socket-row.ts';

/**
 * The name of a row for as long as its socket lives, also across states. A connected TCP socket has its four-tuple for
 * a name, since its inode becomes 0 once the process closes it, and every other socket its inode, or its addresses
 * where it has none. Names may coincide: see `keySockets`. Sockets of sock_diag have better ones
 * (`netlink/describe.ts`).
 */
export const socketKey = (row: SocketRow): string => inNamespace(row.netns, keyOf(row));

/** A key that no socket of another network namespace has. */
export const inNamespace = (netns: Netns | null, key: string): string =>
  netns === null ? key : `net:[${netns.inode}] ${key}`;

function keyOf(row: SocketRow): string {
  const kind = `${row.protocol}${row.family ?? ''}`;
  if (row.inode !== null && (row.protocol !== 'tcp' || row.peer === null)) return `${kind} inode ${row.inode}`;
  const local = `${row.local.address}:${row.local.port}`;
  return row.peer === null ? `${kind} ${local}` : `${kind} ${local} ${row.peer.address}:${row.peer.port}`;
}

/**
 * Rows of one poll by unique key, in their order. A socket that the kernel listed twice, as it moved while the table
 * was read, is one socket; different sockets of one key (link-local pairs on two devices) get an ordinal, in the order
 * of the table. Linear, but for sockets of one key.
 */
export function keySockets(rows: readonly SocketRow[]): Map<string, SocketRow> {
  const byKey = new Map<string, SocketRow>();
  for (const row of rows) {
    const key = socketKey(row);
    if (!byKey.has(key)) byKey.set(key, row);
    else addBeside(byKey, key, row);
  }
  return byKey;
}

function addBeside(byKey: Map<string, SocketRow>, key: string, row: SocketRow): void {
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
  return a.inode === b.inode && isSameEnd(a.local, b.local) && isSameEnd(a.peer, b.peer);
}

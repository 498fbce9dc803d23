import type {SocketRow} from '../socket-row.ts';
import type {KnownOwner} from './holders.ts';

/** A socket as it is asked for. `key` names it for life (Socket.key); without one its protocol and ports tell it from others. */
export type Asked = SocketRow & {readonly key?: string};

/** A socket whose holders are looked for. */
export type Sought = {
  readonly inode: number;
  /** What tells it from another socket that comes to have its inode. */
  readonly identity: string | Asked;
  owner: KnownOwner | null;
  /** How many sweeps looked for it in vain since it last had an owner. */
  misses: number;
  /** The asking in which it was last among the rows. */
  asking: number;
};

/** The sockets of the last asking, by inode. */
export type SoughtSockets = {
  /**
   * Takes up the sockets that are new, and gives up those that are not among the rows any more: `gone` hears of each. The
   * sockets of the rows in their order; null for a row without inode.
   */
  ask(rows: readonly Asked[], gone: (socket: Sought) => void): readonly (Sought | null)[];
  find(inode: number): Sought | undefined;
  size(): number;
};

export function createSoughtSockets(): SoughtSockets {
  const sockets = new Map<number, Sought>();
  let asking = 0;
  let count = 0;

  const seek = (row: Asked, inode: number, gone: (socket: Sought) => void): Sought => {
    const before = sockets.get(inode);
    if (before?.asking === asking) return before;
    count++;
    if (before && isSameSocket(before.identity, row)) {
      before.asking = asking;
      return before;
    }
    // The inode of a socket that was closed can become that of another one.
    if (before) gone(before);
    const socket: Sought = {inode, identity: row.key ?? row, owner: null, misses: 0, asking};
    sockets.set(inode, socket);
    return socket;
  };

  return {
    ask(rows, gone) {
      asking++;
      count = 0;
      const asked = rows.map(row => (row.inode === null ? null : seek(row, row.inode, gone)));
      if (count < sockets.size) {
        sockets.forEach((socket, inode) => {
          if (socket.asking === asking) return;
          sockets.delete(inode);
          gone(socket);
        });
      }
      return asked;
    },
    find: inode => sockets.get(inode),
    size: () => sockets.size,
  };
}

// A UDP socket may get another peer at any time (connect(2)).
function isSameSocket(identity: string | Asked, row: Asked): boolean {
  if (typeof identity === 'string') return identity === row.key;
  return (
    row.key === undefined &&
    identity.protocol === row.protocol &&
    identity.family === row.family &&
    identity.local.port === row.local.port &&
    (row.protocol !== 'tcp' || identity.peer?.port === row.peer?.port)
  );
}

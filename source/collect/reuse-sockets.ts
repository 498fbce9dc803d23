import {isDeepStrictEqual} from 'node:util';
import type {Owner, Socket} from '../domain/socket.ts';
import type {Clean} from '../domain/text.ts';
import {isSameSocket} from './same-socket.ts';
import {type SocketRow, toSocket} from './socket-row.ts';

/** Makes sockets of rows by key, with `owners` in the order of the rows. */
type ReuseRows = (rows: ReadonlyMap<string, SocketRow>, owners: readonly Owner[]) => readonly Socket[];

/**
 * A socket of which nothing changed is the object of the call before; owners count as changed where they are another
 * object. Remembers the sockets of the last call alone. `userName` names the user of a uid.
 */
export function createReuseRows(userName: (uid: number) => Clean): ReuseRows {
  let previous: ReadonlyMap<string, Socket> = new Map();
  return (rows, owners) => {
    const current = new Map<string, Socket>();
    let index = 0;
    for (const [key, row] of rows) {
      const owner = owners[index++];
      if (owner === undefined) throw new RangeError('an owner is missing for a row');
      const user = row.uid === null ? null : userName(row.uid);
      const before = previous.get(key);
      current.set(key, before && isSameSocket(before, row, user, owner) ? before : toSocket(row, key, user, owner));
    }
    previous = current;
    return [...current.values()];
  };
}

/** Replaces each socket of which nothing changed since the last call by the object of that call, found by its key. */
export function createReuseSockets(): (sockets: readonly Socket[]) => readonly Socket[] {
  let previous: ReadonlyMap<string, Socket> = new Map();
  return sockets => {
    const reused = sockets.map(socket => reuseSocket(previous.get(socket.key), socket));
    previous = new Map(reused.map(socket => [socket.key, socket]));
    return reused;
  };
}

/**
 * `before` itself where nothing of it changed; else `socket`, with the owner of `before` where the two owners are
 * equal. Both have the same key.
 */
export function reuseSocket(before: Socket | undefined, socket: Socket): Socket {
  if (before === undefined) return socket;
  const owner = isDeepStrictEqual(before.owner, socket.owner) ? before.owner : socket.owner;
  if (isSameSocket(before, socket, socket.user, owner)) return before;
  return {...socket, owner};
}

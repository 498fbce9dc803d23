import {isDeepStrictEqual} from 'node:util';
import type {Socket} from '../../domain/socket.ts';

/** Replaces each socket of which nothing changed since the last call by the object of that call, found by its key. */
export function createUnchangedKeeper(): (sockets: readonly Socket[]) => readonly Socket[] {
  let previous: ReadonlyMap<string, Socket> = new Map();
  return sockets => {
    const kept = sockets.map(socket => {
      const before = previous.get(socket.key);
      return before && isDeepStrictEqual(before, socket) ? before : socket;
    });
    previous = new Map(kept.map(socket => [socket.key, socket]));
    return kept;
  };
}

import {unknown} from '../../domain/known.ts';
import type {Owner} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import {toSocket} from '../socket-row.ts';
import type {CachedSocket} from './socket-cache.ts';

/**
 * Gives each socket its owner, from `owners` in the same order, and the current name of its user. Returns whether any
 * socket changed; an unchanged one stays the same object. Linear.
 */
export function assignOwners(
  cached: readonly CachedSocket[],
  owners: readonly Owner[],
  userName: (uid: number) => Clean,
): boolean {
  let changed = false;
  cached.forEach((entry, index) => {
    const {socket} = entry;
    const owner = owners[index];
    if (owner === undefined) throw new RangeError('an owner is missing for a socket');
    const user = socket.uid === null ? null : userName(socket.uid);
    if (socket.owner === owner && socket.user === user) return;
    if (socket.owner === nobody) complete(socket, user, owner);
    else entry.socket = toSocket(socket, socket.key, user, owner);
    changed = true;
  });
  return changed;
}

const nobody = unknown('not-collected');

// Only this call has the new socket so far, so it can be changed in place.
function complete(socket: {user: Clean | null; owner: Owner}, user: Clean | null, owner: Owner): void {
  socket.user = user;
  socket.owner = owner;
}

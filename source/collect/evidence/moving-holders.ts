import {unknown} from '../../domain/known.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {Owner, Process, Socket} from '../../domain/socket.ts';

/** Follows sockets that stay open although the processes that hold them end, one after the other. */
export type MovingHolders = {
  /** The snapshot, with the owner `moving` where both the holder of this poll and the one of the poll before ended. */
  readonly settled: (snapshot: Snapshot, ended: ReadonlySet<Process>) => Snapshot;
  /**
   * Whether the last poll has a socket whose holder had ended, unlike in the poll before: the next poll shows whether
   * the socket is still open.
   */
  readonly isInDoubt: () => boolean;
};

/** Starts without a poll. `settled` remembers the sockets of each poll for the next. */
export function createMovingHolders(): MovingHolders {
  let ended: ReadonlyMap<string, Owner> = new Map();
  let isInDoubt = false;
  return {
    settled: (snapshot, gone) => {
      const isLeft = ({owner}: Socket): boolean =>
        owner.known && owner.value.length > 0 && owner.value.every(({process}) => gone.has(process));
      const before = ended;
      const left = gone.size === 0 ? [] : snapshot.sockets.filter(isLeft);
      ended = new Map(left.map(({key, owner}) => [key, owner]));
      isInDoubt = left.some(({key}) => !before.has(key));
      const moves = ({key, owner}: Socket): boolean => {
        const old = before.get(key);
        return old !== undefined && ended.has(key) && firstOf(old) !== firstOf(owner);
      };
      if (!left.some(moves)) return snapshot;
      return {
        ...snapshot,
        sockets: snapshot.sockets.map(socket => (moves(socket) ? {...socket, owner: unknown('moving')} : socket)),
      };
    },
    isInDoubt: () => isInDoubt,
  };
}

const firstOf = (owner: Owner): Process | undefined => (owner.known ? owner.value[0]?.process : undefined);

import type {SocketRow} from '../socket-row.ts';
import {type Holders, ownerOf} from './holders.ts';
import {minEndsOfMoving, pollsAfterEnd} from './limits.ts';

/** A row whose owner is wanted. `key` names the socket for life (Socket.key); without a key, protocol and ports do. */
export type OwnerRequest = SocketRow & {readonly key?: string};

/** A socket whose holders are searched for. */
export type TrackedSocket = Holders & {
  readonly inode: number;
  /** Distinguishes it from another socket that gets its inode later. */
  readonly identity: string | OwnerRequest;
  /** Scans that found no holder since the socket last had one. */
  failedScans: number;
  /** Number of the update in which a process that held it was last seen to end; null where none was. */
  endedUpdate: number | null;
  /** The number of holders that ended with at most `pollsAfterEnd` polls between two of them. */
  ends: number;
  /** When the youngest of these started, in milliseconds since the epoch; null where that is not known. */
  youngestEnd: number | null;
  /** Number of the last update that the socket was part of. */
  update: number;
};

/** The sockets of the last update, by inode. */
type TrackedSockets = {
  /**
   * Adds new sockets, and removes sockets that are not among the requests, calling `onRemoved` with each. Returns the
   * sockets of the requests in their order; null for a request without inode. Linear.
   */
  update(
    requests: readonly OwnerRequest[],
    onRemoved: (socket: TrackedSocket) => void,
  ): readonly (TrackedSocket | null)[];
  find(inode: number): TrackedSocket | undefined;
  size(): number;
};

/** No sockets yet. */
export function createTrackedSockets(): TrackedSockets {
  const sockets = new Map<number, TrackedSocket>();
  let update = 0;
  let count = 0;

  const track = (row: OwnerRequest, inode: number, onRemoved: (socket: TrackedSocket) => void): TrackedSocket => {
    const before = sockets.get(inode);
    if (before?.update === update) return before;
    count++;
    if (before && isSameSocket(before.identity, row)) {
      before.update = update;
      return before;
    }
    // A new socket can get the inode of a closed one.
    if (before) onRemoved(before);
    const socket: TrackedSocket = {
      inode,
      identity: row.key ?? row,
      owner: null,
      many: null,
      failedScans: 0,
      endedUpdate: null,
      ends: 0,
      youngestEnd: null,
      update,
    };
    sockets.set(inode, socket);
    return socket;
  };

  return {
    update(requests, onRemoved) {
      update++;
      count = 0;
      const tracked = requests.map(row => (row.inode === null ? null : track(row, row.inode, onRemoved)));
      if (count < sockets.size) {
        sockets.forEach((socket, inode) => {
          if (socket.update === update) return;
          sockets.delete(inode);
          onRemoved(socket);
        });
      }
      return tracked;
    },
    find: inode => sockets.get(inode),
    size: () => sockets.size,
  };
}

// A UDP socket may get another peer at any time (connect(2)).
function isSameSocket(identity: string | OwnerRequest, row: OwnerRequest): boolean {
  if (typeof identity === 'string') return identity === row.key;
  return (
    row.key === undefined &&
    identity.protocol === row.protocol &&
    identity.family === row.family &&
    identity.local.port === row.local.port &&
    (row.protocol !== 'tcp' || identity.peer?.port === row.peer?.port)
  );
}

/** Records that the last process that held the socket, started at this time (Process.startedAt), has ended. */
export function noteEnd(socket: TrackedSocket, startedAt: number | null): void {
  const isNext = hasEndedLately(socket);
  socket.ends = isNext ? socket.ends + 1 : 1;
  socket.youngestEnd = isNext && (socket.youngestEnd ?? 0) > (startedAt ?? 0) ? socket.youngestEnd : startedAt;
  socket.endedUpdate = socket.update;
}

/** Whether a process that held the socket has ended lately, so that another one may hold it now. */
export const hasEndedLately = ({endedUpdate, update}: TrackedSocket): boolean =>
  endedUpdate !== null && update - endedUpdate <= pollsAfterEnd;

/**
 * Whether several processes in turn have held the socket lately, and ended. A holder that is older than one of them did
 * not get it from that one: it holds the socket all along.
 */
export const isMoving = (socket: TrackedSocket): boolean =>
  socket.ends >= minEndsOfMoving && hasEndedLately(socket) && !hasOlderHolder(socket);

function hasOlderHolder(socket: TrackedSocket): boolean {
  const {youngestEnd} = socket;
  if (youngestEnd === null) return false;
  const holders = ownerOf(socket)?.value ?? [];
  return holders.some(({process: {startedAt}}) => startedAt !== null && startedAt < youngestEnd);
}

import type {Collector, Snapshot} from '../domain/snapshot.ts';
import type {Socket} from '../domain/socket.ts';

/** How a snapshot was taken: by `poll`, or by `quickSnapshot`. */
type SnapshotKind = 'poll' | 'quick';

/**
 * A collector whose snapshots pass through `change`, quick snapshots included. All wrappers of a collector are made by
 * this function, so that none can lose `quickSnapshot`.
 */
export function mapSnapshots(
  collector: Collector,
  change: (snapshot: Snapshot, kind: SnapshotKind) => Snapshot | Promise<Snapshot>,
): Collector {
  const {quickSnapshot} = collector;
  return {
    ...collector,
    poll: async () => change(await collector.poll(), 'poll'),
    ...(quickSnapshot && {quickSnapshot: async () => change(await quickSnapshot(), 'quick')}),
  };
}

/** A collector whose snapshots have only some of the sockets: the same array as long as the snapshots have the same. */
export function onlySockets(collector: Collector, isKept: (socket: Socket) => boolean): Collector {
  let all: readonly Socket[] | null = null;
  let kept: readonly Socket[] = [];
  return mapSnapshots(collector, snapshot => {
    if (snapshot.sockets !== all) {
      all = snapshot.sockets;
      kept = all.filter(isKept);
    }
    return {...snapshot, sockets: kept};
  });
}

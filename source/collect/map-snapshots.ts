import type {Collector, Snapshot} from '../domain/snapshot.ts';

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

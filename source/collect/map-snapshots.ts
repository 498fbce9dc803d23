import type {Collector, Snapshot} from '../domain/snapshot.ts';

/** How a snapshot was taken: by `poll`, or by `quickSnapshot`. */
type SnapshotKind = 'poll' | 'quick';

/**
 * A collector whose snapshots pass through `change`, those of `quickSnapshot` too where it has that. All wrappers of a
 * collector are made by this, so that none can lose the quick snapshot.
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

import type {Collector} from '../../domain/snapshot.ts';

/**
 * A collector that lets go of its source as it is closed: nothing holds the tables any more that the source compares
 * the next poll with, a third of the memory of many sockets.
 */
export function releasedAtClose(collector: Collector): Collector {
  let source: Collector | null = collector;
  const take = (): Collector => {
    if (!source) throw new Error('this collector is closed');
    return source;
  };
  return {
    id: collector.id,
    poll: () => take().poll(),
    close: () => {
      source?.close();
      source = null;
    },
  };
}

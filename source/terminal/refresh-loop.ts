import type {Event} from '../app/state/event.ts';
import type {Collector, Snapshot} from '../domain/snapshot.ts';
import {clean} from '../domain/text.ts';
import {keepHeapSmall, withBoundedHeap} from './heap-limits.ts';
import type {Taken} from './prepare-in-slices.ts';

/** Looks again and again; two looks never overlap. */
export type LookLoop = {
  /** Looks at once, or as soon as the look under way is done. */
  readonly lookNow: () => void;
  readonly setPaused: (paused: boolean) => void;
  readonly stop: () => void;
};

/**
 * Starts with a look. With an interval of null, more follow only when asked for; else the next one begins `interval`
 * milliseconds after the start of the last, but not before half an interval of rest: a look that takes long delays the
 * next. `take` works on what a look found, without keeping the event loop for long.
 */
export function startLooks(
  collector: Collector,
  interval: number | null,
  dispatch: (event: Event) => void,
  take?: Take,
): LookLoop {
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let paused = false;
  let stopped = false;

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    if (!stopped && !paused) timer = setTimeout(look, delay);
  };

  const look = async (): Promise<void> => {
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    clearTimeout(timer);
    const startedAt = performance.now();
    const event = await eventOf(() => collector.look(), take);
    looking = false;
    if (stopped) return;
    dispatch(event);
    if (again) {
      again = false;
      void look();
      return;
    }
    const took = performance.now() - startedAt;
    if (interval !== null) schedule(Math.max(interval / 2, interval - took));
  };

  void look();
  return {
    lookNow: () => void look(),
    setPaused: value => {
      paused = value;
      if (paused) clearTimeout(timer);
      else void look();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What can be shown before the first look is done; null where the source has nothing before that. */
export const glance = async ({glance: look}: Collector, take: Take): Promise<Event | null> =>
  look ? eventOf(look, take) : null;

type Take = (snapshot: Snapshot) => Promise<Taken>;

const eventOf = (look: () => Promise<Snapshot>, take?: Take): Promise<Event> =>
  withBoundedHeap(() => lookedOrFailed(look, take));

async function lookedOrFailed(look: () => Promise<Snapshot>, take?: Take): Promise<Event> {
  try {
    const snapshot = await look();
    keepHeapSmall(snapshot.sockets.length);
    return {type: 'looked', snapshot, ...(await take?.(snapshot))};
  } catch (error) {
    return {
      type: 'look-failed',
      message: clean(error instanceof Error ? error.message : String(error), 300),
      at: Date.now(),
    };
  }
}

import type {Event} from '../app/state/event.ts';
import type {Collector, Snapshot} from '../domain/snapshot.ts';
import {sanitize} from '../domain/text.ts';
import {limitHeap, withBoundedHeap} from './heap-limits.ts';
import type {PollResult} from './prepare-in-slices.ts';

/** Polls again and again; two polls never overlap. */
export type RefreshLoop = {
  /** Looks at once, or as soon as the poll under way is done. */
  readonly refreshNow: () => void;
  readonly setPaused: (paused: boolean) => void;
  readonly stop: () => void;
};

/**
 * Starts with a poll. With an interval of null, more follow only when asked for; else the next one begins `interval`
 * milliseconds after the start of the last, but not before half an interval of rest: a poll that takes long delays the
 * next. `take` works on what a poll found, without keeping the event loop for long.
 */
export function startRefreshLoop(
  collector: Collector,
  interval: number | null,
  dispatch: (event: Event) => void,
  take?: Prepare,
): RefreshLoop {
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let paused = false;
  let stopped = false;

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    if (!stopped && !paused) timer = setTimeout(poll, delay);
  };

  const poll = async (): Promise<void> => {
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    clearTimeout(timer);
    const startedAt = performance.now();
    const event = await eventOf(() => collector.poll(), take);
    looking = false;
    if (stopped) return;
    dispatch(event);
    if (again) {
      again = false;
      void poll();
      return;
    }
    const took = performance.now() - startedAt;
    if (interval !== null) schedule(Math.max(interval / 2, interval - took));
  };

  void poll();
  return {
    refreshNow: () => void poll(),
    setPaused: value => {
      paused = value;
      if (paused) clearTimeout(timer);
      else void poll();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What can be shown before the first poll is done; null where the source has nothing before that. */
export const quickPoll = async ({quickSnapshot: poll}: Collector, take: Prepare): Promise<Event | null> =>
  poll ? eventOf(poll, take) : null;

type Prepare = (snapshot: Snapshot) => Promise<PollResult>;

const eventOf = (poll: () => Promise<Snapshot>, take?: Prepare): Promise<Event> =>
  withBoundedHeap(() => polledOrFailed(poll, take));

async function polledOrFailed(poll: () => Promise<Snapshot>, take?: Prepare): Promise<Event> {
  try {
    const snapshot = await poll();
    limitHeap(snapshot.sockets.length);
    return {type: 'polled', snapshot, ...(await take?.(snapshot))};
  } catch (error) {
    return {
      type: 'poll-failed',
      message: sanitize(error instanceof Error ? error.message : String(error), 300),
      at: Date.now(),
    };
  }
}

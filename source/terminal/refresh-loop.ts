import type {Event} from '../app/state/event.ts';
import type {PreparedPoll} from '../app/state/prepare-poll.ts';
import type {Collector, Snapshot} from '../domain/snapshot.ts';
import {sanitize} from '../domain/text.ts';
import {logPoll} from './log-poll.ts';

/** Polls periodically or on request; two polls never overlap. */
export type RefreshLoop = {
  /** Polls at once, or as soon as the poll under way is done. */
  readonly refreshNow: () => void;
  readonly setPaused: (paused: boolean) => void;
  readonly stop: () => void;
  /** Resolves once the event of the first poll is dispatched. */
  readonly firstPoll: Promise<void>;
};

/** Milliseconds from which on evidence does not wait for the next poll. */
const longInterval = 2500;

/** Does all the work on a snapshot, in slices between keys. */
export type Prepare = (snapshot: Snapshot) => Promise<PreparedPoll>;

/**
 * Starts with a poll, and dispatches an event for each, also for a failed one. With an interval of null, more polls
 * follow only on request; else the next one begins `interval` milliseconds after the start of the last one, but not
 * before half an interval of rest, so a slow poll delays the next.
 */
export function startRefreshLoop(
  collector: Collector,
  interval: number | null,
  dispatch: (event: Event) => void,
  prepare: Prepare,
): RefreshLoop {
  let timer: NodeJS.Timeout | undefined;
  let isPolling = false;
  let isRequested = false;
  let isPaused = false;
  let isStopped = false;
  const firstPoll = Promise.withResolvers<void>();

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    if (!isStopped && !isPaused) timer = setTimeout(poll, delay);
  };

  const poll = async (): Promise<void> => {
    if (isStopped) return;
    if (isPolling) {
      isRequested = true;
      return;
    }
    isPolling = true;
    clearTimeout(timer);
    const startedAt = performance.now();
    const event = await eventOf(() => collector.poll(), prepare);
    isPolling = false;
    if (isStopped) return;
    dispatch(event);
    firstPoll.resolve();
    if (isRequested) {
      isRequested = false;
      void poll();
      return;
    }
    const took = performance.now() - startedAt;
    if (interval !== null) schedule(Math.max(interval / 2, interval - took));
  };

  // With a short interval, the next poll brings the evidence soon enough; with a long interval, or none, it would come
  // late.
  if (interval === null || interval > longInterval) {
    collector.onEvidence?.(() => {
      if (!isPaused) void poll();
    });
  }
  void poll();
  return {
    refreshNow: () => void poll(),
    setPaused: paused => {
      isPaused = paused;
      if (isPaused) clearTimeout(timer);
      else void poll();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
    firstPoll: firstPoll.promise,
  };
}

/** The event of the sockets without their owners, for the first screen; null where the source has no quick snapshot. */
export const quickPoll = async ({quickSnapshot}: Collector, prepare: Prepare): Promise<Event | null> =>
  quickSnapshot ? eventOf(quickSnapshot, prepare) : null;

async function eventOf(read: () => Promise<Snapshot>, prepare: Prepare): Promise<Event> {
  try {
    return {type: 'polled', poll: await logPoll(read, prepare)};
  } catch (error) {
    return {
      type: 'poll-failed',
      message: sanitize(error instanceof Error ? error.message : String(error), 300),
      at: Date.now(),
    };
  }
}

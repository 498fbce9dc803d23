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
 * The share of a core that costly polls take at most, on average, and the longest rest for its sake. Costly is one that
 * takes so much CPU time; the first one always does, and does not count. Milliseconds.
 */
const mostOfCore = 0.2;
const costly = 500;
const longestRest = 10_000;

/**
 * Milliseconds from the end of a poll to the start of the next. A poll that took long delays the next: there is at
 * least half an interval of rest, and as much as keeps costly polls within their share of a core.
 */
const restAfter = (took: number, cpu: number, interval: number): number =>
  Math.max(interval / 2, interval - took, cpu < costly ? 0 : Math.min(cpu / mostOfCore - took, longestRest));

/** Milliseconds of CPU time of this process so far. */
const cpuTime = (): number => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Starts with a poll, and dispatches an event for each, also for a failed one. With an interval of null, more polls
 * follow only on request; else the next one begins `interval` milliseconds after the start of the last one, or later by
 * `restAfter`. `cpu` is a clock of CPU time.
 */
export function startRefreshLoop(
  collector: Collector,
  interval: number | null,
  dispatch: (event: Event) => void,
  prepare: Prepare,
  cpu: () => number = cpuTime,
): RefreshLoop {
  let timer: NodeJS.Timeout | undefined;
  let isPolling = false;
  let isRequested = false;
  let isPaused = false;
  let isStopped = false;
  let isFirst = true;
  let period = interval ?? Number.POSITIVE_INFINITY;
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
    const [startedAt, cpuAtStart] = [performance.now(), cpu()];
    const event = await eventOf(() => collector.poll(), prepare);
    isPolling = false;
    if (isStopped) return;
    const took = performance.now() - startedAt;
    const rest = interval === null ? null : restAfter(took, isFirst ? 0 : cpu() - cpuAtStart, interval);
    isFirst = false;
    if (rest !== null) period = took + rest;
    dispatch(
      event.type === 'polled' && interval !== null && period > interval ? {...event, pace: period / 1000} : event,
    );
    firstPoll.resolve();
    if (isRequested) {
      isRequested = false;
      void poll();
      return;
    }
    if (rest !== null) schedule(rest);
  };

  // With a short interval, the next poll brings the evidence soon enough; with a long interval, or none, it would come
  // late.
  collector.onEvidence?.(() => {
    if (!isPaused && period > longInterval) void poll();
  });
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

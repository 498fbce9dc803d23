import {lstat} from 'node:fs/promises';
import type {Writable} from 'node:stream';
import {toMetrics} from '../../app/metrics/exposition.ts';
import {preparePoll} from '../../app/state/prepare-poll.ts';
import {initialState} from '../../app/state/state.ts';
import {update} from '../../app/state/update.ts';
import {finish} from '../../domain/task.ts';
import {sanitize} from '../../domain/text.ts';
import {measurePage} from '../../screens/page.ts';
import {whyNotWritten} from '../../system/write-error.ts';
import {replaceFile} from '../../system/write-file.ts';
import {logPoll} from '../../terminal/log-poll.ts';
import {Failure} from '../failure.ts';
import type {Prepared} from '../prepare.ts';
import {oneShot} from './one-shot.ts';
import {refreshFailed, untilNextRefresh} from './refresh-pace.ts';

type Polled = Pick<Prepared, 'collector' | 'settings' | 'typeFilter' | 'start'>;

/** The metrics of one snapshot. Rejects where the poll fails. */
export async function metricsOnce({collector, settings, typeFilter, start}: Polled): Promise<string> {
  const {list} = await oneShot(collector, settings, typeFilter, Number.POSITIVE_INFINITY, start);
  return toMetrics(list);
}

/**
 * Puts metrics into a file that every user may read. Whoever reads it meanwhile has the old text or the new one, whole;
 * a failure leaves the old one. Rejects with Failure.
 */
export async function publishMetrics(path: string, text: string): Promise<void> {
  const refuse = (why: string): Failure => new Failure(sanitize(`could not write ${path}: ${why}`, 300));
  const before = await lstat(path).catch(() => null);
  // The file gets its name by rename(2), in place of whatever has it: of /dev/stdout too.
  if (before && !before.isFile()) throw refuse('it is there, and no regular file');
  await replaceFile(path, text, undefined, 0o644).catch(error => {
    throw refuse(whyNotWritten(error));
  });
}

export type KeptMetrics = Polled & {
  /** Milliseconds between polls. */
  readonly interval: number;
  readonly publish: (text: string) => Promise<void>;
  readonly errors: Writable;
  /** Ends it: at once during a poll, else once the file is whole. */
  readonly signal: AbortSignal;
};

/**
 * Publishes the metrics of a poll again and again, until the signal. Rejects where the first text cannot be published.
 * Any later failure is a line on `errors`, one for as long as the reason is the same, and the file stays as it is: an
 * alert on the age of its metrics shows that.
 */
export async function keepMetrics(options: KeptMetrics): Promise<void> {
  const {collector, settings, typeFilter, start, interval, publish, errors, signal} = options;
  let state = initialState(settings, {columns: Number.POSITIVE_INFINITY, rows: 0}, typeFilter, 0, start);
  let isPublished = false;
  let complaint = '';
  while (!signal.aborted) {
    const started = performance.now();
    try {
      const before = state;
      const polling = logPoll(collector.poll, snapshot => finish(preparePoll(() => before, snapshot)));
      const poll = await unlessAborted(polling, signal);
      if (poll === null) break;
      [state] = update(before, {type: 'polled', poll}, measurePage);
      await publish(toMetrics(poll.list));
      isPublished = true;
      complaint = '';
    } catch (error) {
      if (error instanceof Failure && !isPublished) throw error;
      const line = error instanceof Failure ? `portwatch: ${error.reason}` : refreshFailed(error);
      if (line !== complaint) errors.write(`${line}\n`);
      complaint = line;
    }
    await untilNextRefresh(started, interval, signal);
  }
  collector.close();
}

/**
 * The result of `work`; null as soon as the signal comes. The promise of the signal is made anew each time: one that
 * lives as long as the program would keep every result in memory (nodejs/node#17469).
 */
async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | null> {
  const {promise, resolve} = Promise.withResolvers<null>();
  const end = (): void => resolve(null);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

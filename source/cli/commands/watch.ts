import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {type PreparedPoll, preparePoll} from '../../app/state/prepare-poll.ts';
import {initialState, type Settings} from '../../app/state/state.ts';
import {update} from '../../app/state/update.ts';
import type {TypeFilter} from '../../app/table/type-filter.ts';
import type {Collector} from '../../domain/snapshot.ts';
import {finish} from '../../domain/task.ts';
import {measurePage} from '../../screens/page.ts';
import {logPoll} from '../../terminal/log-poll.ts';
import {refreshFailed, untilNextRefresh} from './refresh-pace.ts';

export type Watch = {
  readonly collector: Collector;
  readonly settings: Settings;
  readonly typeFilter: TypeFilter;
  /** Milliseconds between polls. */
  readonly interval: number;
  readonly output: Writable;
  readonly errors: Writable;
  /** Ends the watch once the current poll is done. */
  readonly signal?: AbortSignal;
};

/** The lines for a poll, without their ends. `isFirst`: its changes are against nothing. */
type LinesOf = (poll: PreparedPoll, isFirst: boolean) => readonly string[];

/**
 * Polls again and again, and writes the lines for each poll. A slow reader delays the next poll. A failed poll is
 * reported on `errors` as `prefix` and a line, and the next good one is compared with the last good one.
 */
export async function watch(
  {collector, settings, typeFilter, interval, output, errors, signal}: Watch,
  linesOf: LinesOf,
  prefix = '',
): Promise<void> {
  let state = initialState(settings, unbounded, typeFilter, 0);
  while (!signal?.aborted) {
    const started = performance.now();
    try {
      const before = state;
      const poll = await logPoll(collector.poll, snapshot => finish(preparePoll(() => before, snapshot)));
      const lines = linesOf(poll, state.list === null).map(line => `${line}\n`);
      [state] = update(state, {type: 'polled', poll}, measurePage);
      if (lines.length > 0 && !output.write(lines.join(''))) await once(output, 'drain');
    } catch (error) {
      errors.write(`${prefix}${refreshFailed(error)}\n`);
    }
    await untilNextRefresh(started, interval, signal);
  }
}

/** The size without a screen: wide enough for every column, with no rows to show. */
const unbounded = {columns: Number.POSITIVE_INFINITY, rows: 0};

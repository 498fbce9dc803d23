import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {preparePoll} from '../../app/state/prepare-poll.ts';
import {initialState, type Settings} from '../../app/state/state.ts';
import {update} from '../../app/state/update.ts';
import {type Change, changesOf} from '../../app/table/changes.ts';
import {toSocketDocument} from '../../app/table/document.ts';
import type {Marks} from '../../app/table/filter/fields.ts';
import type {GoodQuery} from '../../app/table/filter/query.ts';
import {applyTypeFilter, type TypeFilter} from '../../app/table/type-filter.ts';
import type {Collector, OtherSystem} from '../../domain/snapshot.ts';
import {finish} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {measurePage} from '../../screens/page.ts';
import {logPoll} from '../../terminal/log-poll.ts';
import {refreshFailed, untilNextRefresh} from './refresh-pace.ts';

export type Stream = {
  readonly collector: Collector;
  readonly settings: Settings;
  readonly typeFilter: TypeFilter;
  readonly query: GoodQuery;
  /** Milliseconds between polls. */
  readonly interval: number;
  readonly output: Writable;
  readonly errors: Writable;
  /** Ends the stream once the current poll is done. */
  readonly signal?: AbortSignal;
};

/**
 * Writes a line of JSON for every socket that opens, changes, drifts or closes after the first poll. A slow reader
 * delays the next poll. A failed poll is reported on `errors`; the next good one is compared with the last good one.
 */
export async function stream({
  collector,
  settings,
  typeFilter,
  query,
  interval,
  output,
  errors,
  signal,
}: Stream): Promise<void> {
  let state = initialState(settings, unbounded, typeFilter, 0);
  while (!signal?.aborted) {
    const started = performance.now();
    try {
      const before = state;
      const poll = await logPoll(collector.poll, snapshot => finish(preparePoll(() => before, snapshot)));
      const changes = state.list ? shownOf(changesOf(poll.assessed), typeFilter, query) : [];
      [state] = update(state, {type: 'polled', poll}, measurePage);
      const {takenAt, platform} = poll.list.snapshot;
      const lines = changes.map(change => `${toLine(change, takenAt, platform)}\n`).join('');
      if (lines !== '' && !output.write(lines)) await once(output, 'drain');
    } catch (error) {
      errors.write(`${refreshFailed(error)}\n`);
    }
    await untilNextRefresh(started, interval, signal);
  }
}

/** The size without a screen: wide enough for every column, with no rows to show. */
const unbounded = {columns: Number.POSITIVE_INFINITY, rows: 0};

function shownOf(changes: readonly Change[], typeFilter: TypeFilter, {matches}: GoodQuery): readonly Change[] {
  const shown = new Set(
    applyTypeFilter(
      changes.map(({row}) => row),
      typeFilter,
    ).rows,
  );
  return changes.filter(({event, row}) => shown.has(row) && matches(row, marksOf(event), () => textOf(row)));
}

const marksOf = (event: Change['event']): Marks => ({
  isNew: event === 'opened',
  isChanged: event === 'changed',
  isClosed: event === 'closed',
});

/** The text that a word of the filter searches, in place of the shown columns. */
const textOf = (row: AssessedSocket): string => JSON.stringify(toSocketDocument(row));

const toLine = ({event, row}: Change, takenAt: number, platform?: OtherSystem): string =>
  JSON.stringify({event, at: new Date(takenAt).toISOString(), socket: toSocketDocument(row, platform)});

import {once} from 'node:events';
import type {Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {type Change, changesOf} from '../../app/table/changes.ts';
import {toSocketDocument} from '../../app/table/document.ts';
import type {Marks} from '../../app/table/filter/fields.ts';
import type {GoodQuery} from '../../app/table/filter/query.ts';
import {type Narrow, narrowRows} from '../../app/table/type-filter.ts';
import type {ServiceNames} from '../../domain/services/names.ts';
import type {Collector, OtherSystem} from '../../domain/snapshot.ts';
import {clean} from '../../domain/text.ts';
import {type Judged, judge, noJudgement} from '../../judge/assess-all.ts';

export type Stream = {
  readonly collector: Collector;
  readonly nameOf: ServiceNames;
  readonly narrow: Narrow;
  readonly query: GoodQuery;
  /** Milliseconds between looks. */
  readonly interval: number;
  readonly output: Writable;
  readonly errors: Writable;
  /** Ends the stream after the look under way. */
  readonly signal?: AbortSignal;
};

/**
 * Writes a line of JSON for every socket that opens, changes or closes after the first look. A reader that is slow delays
 * the next look; a look that fails is told on `errors`, and the next good one goes on from the last.
 */
export async function stream({
  collector,
  nameOf,
  narrow,
  query,
  interval,
  output,
  errors,
  signal,
}: Stream): Promise<void> {
  let before: typeof noJudgement | null = null;
  while (!signal?.aborted) {
    const started = performance.now();
    try {
      const {sockets, takenAt, platform} = await collector.look();
      const after = judge(sockets, nameOf, before ?? noJudgement);
      const changes = before ? shownOf(changesOf(after), narrow, query) : [];
      before = after;
      const lines = changes.map(change => `${toLine(change, takenAt, platform)}\n`).join('');
      if (lines !== '' && !output.write(lines)) await once(output, 'drain');
    } catch (error) {
      errors.write(`portwatch: a look failed: ${clean(error instanceof Error ? error.message : String(error), 300)}\n`);
    }
    const rest = Math.max(interval / 2, interval - (performance.now() - started));
    await setTimeout(rest, undefined, signal ? {signal} : {}).catch(() => {});
  }
}

function shownOf(changes: readonly Change[], narrow: Narrow, {matches}: GoodQuery): readonly Change[] {
  const shown = new Set(
    narrowRows(
      changes.map(({row}) => row),
      narrow,
    ).rows,
  );
  return changes.filter(({event, row}) => shown.has(row) && matches(row, marksOf(event), () => textOf(row)));
}

const marksOf = (event: Change['event']): Marks => ({
  isNew: event === 'opened',
  isChanged: event === 'changed',
  isClosed: event === 'closed',
});

/** What a word of the filter searches where no columns are shown. */
const textOf = (row: Judged): string => JSON.stringify(toSocketDocument(row));

const toLine = ({event, row}: Change, takenAt: number, platform?: OtherSystem): string =>
  JSON.stringify({event, at: new Date(takenAt).toISOString(), socket: toSocketDocument(row, platform)});

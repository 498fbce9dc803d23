import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Change} from './changes.ts';
import {toSocketDocument} from './document.ts';
import type {Marks} from './filter/fields.ts';
import type {GoodQuery} from './filter/query.ts';
import {applyTypeFilter, type TypeFilter} from './type-filter.ts';

type Seen = {readonly row: AssessedSocket; readonly event?: Change['event']};

/** The changes, or sockets, that the options and the filter keep, in their order. */
export function shownChanges<Each extends Seen>(
  changes: readonly Each[],
  typeFilter: TypeFilter,
  {matches}: GoodQuery,
): readonly Each[] {
  const shown = new Set(
    applyTypeFilter(
      changes.map(({row}) => row),
      typeFilter,
    ).rows,
  );
  return changes.filter(({event, row}) => shown.has(row) && matches(row, marksOf(event), () => textOf(row)));
}

const marksOf = (event: Change['event'] | undefined): Marks => ({
  isNew: event === 'opened',
  isChanged: event === 'changed',
  isClosed: event === 'closed',
});

/** The text that a word of the filter searches, in place of the shown columns. */
const textOf = (row: AssessedSocket): string => JSON.stringify(toSocketDocument(row));

import {type Change, changesOf} from '../../app/table/changes.ts';
import {toSocketDocument} from '../../app/table/document.ts';
import type {GoodQuery} from '../../app/table/filter/query.ts';
import {publishedPairs} from '../../app/table/published-pairs.ts';
import {shownChanges} from '../../app/table/shown-changes.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import {memoizeLast} from '../../screens/text/memoize-last.ts';
import {type Watch, watch} from './watch.ts';

export type Stream = Watch & {
  readonly query: GoodQuery;
  /** A change as a line of JSON; absent for the document of portwatch. */
  readonly lineOf?: (change: Change, snapshot: Snapshot) => string;
};

/**
 * Writes a line of JSON for every socket that opens, changes, drifts or closes after the first poll; otherwise as
 * `watch`.
 */
export async function stream({query, lineOf = createLineOf(), ...watched}: Stream): Promise<void> {
  await watch(watched, ({assessed, list: {snapshot}}, isFirst) =>
    isFirst ? [] : shownChanges(changesOf(assessed), watched.typeFilter, query).map(change => lineOf(change, snapshot)),
  );
}

/** The lines of portwatch's own document. The published ports of a poll are paired once. */
function createLineOf(): NonNullable<Stream['lineOf']> {
  const pairsOf = memoizeLast(publishedPairs);
  return ({event, row}, {takenAt, platform, sockets}) => {
    const socket = toSocketDocument(row, platform, pairsOf(sockets)(row.socket));
    return JSON.stringify({event, at: new Date(takenAt).toISOString(), socket});
  };
}

import {type Change, changesOf} from '../../app/table/changes.ts';
import {toSocketDocument} from '../../app/table/document.ts';
import type {GoodQuery} from '../../app/table/filter/query.ts';
import {shownChanges} from '../../app/table/shown-changes.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
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
export async function stream({query, lineOf = toLine, ...watched}: Stream): Promise<void> {
  await watch(watched, ({assessed, list: {snapshot}}, isFirst) =>
    isFirst ? [] : shownChanges(changesOf(assessed), watched.typeFilter, query).map(change => lineOf(change, snapshot)),
  );
}

const toLine = ({event, row}: Change, {takenAt, platform}: Snapshot): string =>
  JSON.stringify({event, at: new Date(takenAt).toISOString(), socket: toSocketDocument(row, platform)});

import type {Task} from '../../domain/task.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Alike, TableLine} from './alike.ts';
import {doubleKindOf, isClearlyAlike, isDouble, kindOf} from './alike-kind.ts';
import {addEnds, createEndCounter, type EndCounter, endsOf, hasSameEnds} from './ends.ts';
import type {Rates} from './track-changes.ts';

/** The lines of a group, and the ones among them that stand for several sockets. */
export type Folded = {readonly lines: readonly TableLine[]; readonly alikes: readonly Alike[]};

/** Takes the rows of one group in their order, and folds alike ones. */
export type Folding = {
  /** Every row so far. */
  readonly rows: readonly AssessedSocket[];
  /** `isClosed`: it closed within the last few polls. `rates`: of the last poll; nothing where it was idle. */
  readonly add: (row: AssessedSocket, isClosed: boolean, rates: Rates | null | undefined) => void;
  /** The lines. Counts of the lines in `before`, by their id, are taken again where they are the same. */
  readonly finish: (before: ReadonlyMap<string, Alike>) => Task<Folded>;
};

/** Sockets of one kind, to which more are added; `place` is the index of their line. */
type Bucket = {
  readonly kind: string;
  readonly place: number;
  readonly first: AssessedSocket;
  readonly rows: AssessedSocket[];
  /** null until a second row comes. */
  ends: EndCounter | null;
  recvQueue: number | null;
  sendQueue: number | null;
  received: number;
  sent: number;
};

const emptyBucket = (kind: string, place: number, first: AssessedSocket): Bucket => ({
  kind,
  place,
  first,
  rows: [],
  ends: null,
  recvQueue: null,
  sendQueue: null,
  received: 0,
  sent: 0,
});

/**
 * Folds sockets of a group: alike ones where the list is compact, else only doubles, which show the same in every
 * column. Rows of which `standsAlone` is true have a line of their own. A line stands where the first of its rows
 * would. Costs a comparison a row; where no row is folded, the lines are the rows.
 */
export function createFolding(
  group: string,
  isCompact: boolean,
  standsAlone: (row: AssessedSocket) => boolean,
): Folding {
  const rows: AssessedSocket[] = [];
  const folded: Bucket[] = [];
  const byKind = new Map<string, Bucket>();
  let lines: TableLine[] | null = null;
  // Closed sockets stand among open ones, so each of both has a last bucket.
  const last: {open: Bucket | null; closed: Bucket | null} = {open: null, closed: null};

  const isLike = (a: AssessedSocket, b: AssessedSocket): boolean =>
    isClearlyAlike(a, b) && (isCompact || isDouble(a, b));

  const bucketOf = (row: AssessedSocket, isClosed: boolean): Bucket => {
    const side = isClosed ? 'closed' : 'open';
    const near = last[side];
    if (near !== null && isLike(near.first, row)) return near;
    const kind = `${isClosed ? 'closed\n' : ''}${isCompact ? kindOf(row) : doubleKindOf(row)}`;
    const place = (lines ?? rows).length;
    const bucket = byKind.get(kind) ?? emptyBucket(kind, place, row);
    byKind.set(kind, bucket);
    last[side] = bucket;
    return bucket;
  };

  return {
    rows,
    add: (row, isClosed, rates) => {
      // Connections are never doubles, and most rows are connections.
      const mayFold = isCompact || row.socket.peer === null;
      const bucket = mayFold && !standsAlone(row) ? bucketOf(row, isClosed) : null;
      if (bucket) addTo(bucket, row, rates);
      if (bucket && bucket.rows.length > 1) {
        lines ??= rows.slice();
        if (bucket.rows.length === 2) folded.push(bucket);
      } else lines?.push(row);
      rows.push(row);
    },
    finish: function* (before) {
      const alikes: Alike[] = [];
      for (const bucket of folded) {
        const alike = yield* alikeOf(group, bucket, before);
        alikes.push(alike);
        if (lines) lines[bucket.place] = alike;
      }
      return {lines: lines ?? rows, alikes};
    },
  };
}

function* alikeOf(group: string, bucket: Bucket, before: ReadonlyMap<string, Alike>): Task<Alike> {
  const {kind, first, rows, recvQueue, sendQueue, received, sent} = bucket;
  const isSame = rows.every(row => isDouble(first, row));
  const id = `${group}\n${kind}`;
  const old = before.get(id);
  yield;
  const ends = old && hasSameEnds(old.rows, rows) ? old.ends : endsOf(endCounterOf(bucket));
  const traffic = {received, sent};
  return {id, rows, first, isSame, recvQueue, sendQueue, traffic, ends};
}

function endCounterOf(bucket: Bucket): EndCounter {
  bucket.ends ??= createEndCounter();
  return bucket.ends;
}

function addTo(bucket: Bucket, row: AssessedSocket, rates: Rates | null | undefined): void {
  const {recvQueue, sendQueue} = row.socket;
  bucket.rows.push(row);
  // Most buckets of a list in which nothing folds have one row, and need no counter.
  if (bucket.rows.length === 2) addEnds(endCounterOf(bucket), bucket.first.socket);
  if (bucket.rows.length > 1) addEnds(endCounterOf(bucket), row.socket);
  if (recvQueue !== null) bucket.recvQueue = (bucket.recvQueue ?? 0) + recvQueue;
  if (sendQueue !== null) bucket.sendQueue = (bucket.sendQueue ?? 0) + sendQueue;
  if (!rates) return;
  bucket.received += rates.received;
  bucket.sent += rates.sent;
}

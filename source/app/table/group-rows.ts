import {inSteps, type Task} from '../../domain/task.ts';
import type {Verdict} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {type Standing, standingOf, standings} from '../../judge/baseline/standing.ts';
import {createFolding, type Folded, type Folding} from './fold-alike.ts';
import type {Grouping, GroupPlace} from './groupings.ts';
import type {Rates} from './track-changes.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;
/** By verdict, with the accepted sockets apart. */
export type StandingCounts = Readonly<Record<Standing, number>>;

/** Rows of one group in the order of the list. `id` is also the title. Recently closed rows do not count. */
export type Group = Folded & {
  readonly id: string;
  /** A row for each socket. */
  readonly rows: readonly AssessedSocket[];
  readonly counts: StandingCounts;
  /** The sum over all its rows. */
  readonly traffic: Rates;
};

/** How rows are grouped and folded, besides the grouping. */
export type GroupOptions = {
  /** Rows that closed recently: they do not count. */
  readonly uncounted?: ReadonlySet<AssessedSocket>;
  readonly ratesOf?: (row: AssessedSocket) => Rates | null | undefined;
  /** Whether alike sockets are one line; else only doubles are, which show the same in every column. */
  readonly isCompact?: boolean;
  /** Whether a row has a line of its own, whatever it is like. */
  readonly standsAlone?: (row: AssessedSocket) => boolean;
  /** The groups of the poll before. */
  readonly before?: readonly Group[];
  /** Called with each row that counts, in their order: to read a row once more later would take as long again. */
  readonly onCounted?: (row: AssessedSocket) => void;
};

/** The number of sockets that count. */
export const countOf = (counts: StandingCounts): number =>
  standings.reduce((sum, standing) => sum + counts[standing], 0);

/** Whether a line stands for several sockets that differ, which only a compact list has. */
export const hasAlikes = (groups: readonly Group[]): boolean =>
  groups.some(({alikes}) => alikes.some(({isSame}) => !isSame));

const noRows: ReadonlySet<AssessedSocket> = new Set();

/** The number of rows between two yields. */
const rowsPerStep = 4000;

/** A group to which rows are still added. */
type MutableGroup = GroupPlace & {
  readonly folding: Folding;
  readonly counts: Record<Standing, number>;
  readonly traffic: {received: number; sent: number};
};

/**
 * Divides rows into groups, in the order of the grouping; no group is empty, and rows keep their order. Linear in the
 * rows.
 */
export function* groupRows(
  rows: readonly AssessedSocket[],
  {placesOf, bySize = false}: Grouping,
  {
    uncounted = noRows,
    ratesOf,
    isCompact = false,
    standsAlone = () => false,
    before = [],
    onCounted,
  }: GroupOptions = {},
): Task<readonly Group[]> {
  const groups = new Map<string, MutableGroup>();
  const emptyGroup = (place: GroupPlace): MutableGroup => ({
    ...place,
    folding: createFolding(place.name, isCompact, standsAlone),
    counts: {explained: 0, accepted: 0, learn: 0, suspect: 0},
    traffic: {received: 0, sent: 0},
  });
  const placeOf = placesOf(rows);
  let last: MutableGroup | undefined;
  const add = (row: AssessedSocket): void => {
    const place = placeOf(row);
    // Most rows belong to the group of the row before, so the map is seldom read.
    const group = last?.name === place.name ? last : (groups.get(place.name) ?? emptyGroup(place));
    if (group !== last) groups.set(place.name, group);
    last = group;
    const isClosed = uncounted.has(row);
    const rates = ratesOf?.(row);
    group.folding.add(row, isClosed, rates);
    if (!isClosed) {
      group.counts[standingOf(row)]++;
      onCounted?.(row);
    }
    if (!rates) return;
    group.traffic.received += rates.received;
    group.traffic.sent += rates.sent;
  };
  yield* inSteps(rows.length, rowsPerStep, (from, to) => {
    for (let index = from; index < to; index++) add(rows[index] as AssessedSocket);
  });
  const alikes = new Map(before.flatMap(each => each.alikes.map(alike => [alike.id, alike] as const)));
  const inOrder = [...groups.values()].sort(
    (a, b) => a.rank - b.rank || (bySize ? countOf(b.counts) - countOf(a.counts) : 0) || compareText(a.name, b.name),
  );
  const finished: Group[] = [];
  for (const {name, folding, counts, traffic} of inOrder) {
    finished.push({id: name, rows: folding.rows, ...(yield* folding.finish(alikes)), counts, traffic});
  }
  return finished;
}

/**
 * The usual order: worst verdict (accepted sockets before explained ones), then service port, local port, protocol,
 * addresses, key. Zero only for the same key.
 */
export const compareRows = (a: AssessedSocket, b: AssessedSocket): number =>
  usualOrderNumber(a) - usualOrderNumber(b) || compareRest(a, b);

/**
 * The first three parts of `compareRows` as one number: a row with a lower number comes first; equal numbers decide
 * nothing.
 */
export const usualOrderNumber = (row: AssessedSocket): number =>
  ((standings.length - standingRanks[standingOf(row)]) * portCount + row.servicePort) * portCount +
  row.socket.local.port;

/** The rest of `compareRows`, which decides between rows with the same number. */
function compareRest({socket: a}: AssessedSocket, {socket: b}: AssessedSocket): number {
  return (
    compareText(a.protocol, b.protocol) ||
    (a.family ?? 0) - (b.family ?? 0) ||
    compareText(a.local.address, b.local.address) ||
    compareText(a.peer?.address ?? '', b.peer?.address ?? '') ||
    compareText(a.key, b.key)
  );
}

/** The same as one text: no part of it but the key may have a character that comes before the one between them. */
export const restText = ({socket: {protocol, family, local, peer, key}}: AssessedSocket): string =>
  `${protocol}\0${family ?? 0}\0${local.address}\0${peer?.address ?? ''}\0${key}`;

const portCount = 65_536;

const standingRanks = Object.fromEntries(standings.map((standing, index) => [standing, index])) as Readonly<
  Record<Standing, number>
>;
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import {draftOf, type LayeredMap, layeredMap} from '../../domain/layered-map.ts';
import {programName} from '../../domain/program.ts';
import {inSteps, type Task} from '../../domain/task.ts';
import type {AssessedSocket, Delta} from '../../judge/assess-all.ts';
import {differsFromBaseline, standingOf} from '../../judge/baseline/standing.ts';

/** Bytes a second, between the last two polls. */
export type Rates = {readonly received: number; readonly sent: number};

/** The history of one open socket over the polls. Times in milliseconds since the epoch; polls are counted from 1. */
export type Seen = {
  /** The time of the first poll that found the socket. A socket of poll 1 was open before. */
  readonly since: number;
  readonly firstPoll: number;
  /** The last change, as a text (`was LISTEN`), and its poll. */
  readonly change: {readonly text: string; readonly poll: number} | null;
  /** Null where the source counts no bytes, or before the second poll. */
  readonly rates: Rates | null;
};

/**
 * A socket that has closed: its last row and history, and the time and number of the first poll that did not find it.
 */
export type Closed = {readonly row: AssessedSocket; readonly seen: Seen; readonly at: number; readonly poll: number};

/** The history of all sockets, as of the poll with this number and time. */
export type Track = {
  readonly poll: number;
  readonly at: number;
  /** The open sockets, by key. */
  readonly seen: LayeredMap<string, Seen>;
  /**
   * The rows that the last poll marks, with their marks. The first poll marks nothing as new. By row, since a row that
   * is in no map is not found much faster than its key.
   */
  readonly marked: ReadonlyMap<AssessedSocket, 'new' | 'changed'>;
  /** Keys of sockets that transferred bytes between the last two polls. */
  readonly active: ReadonlySet<string>;
  /** The sockets that closed in the last hour, newest first. */
  readonly closed: readonly Closed[];
};

export const noTrack: Track = {
  poll: 0,
  at: 0,
  seen: layeredMap(new Map()),
  marked: new Map(),
  active: new Set(),
  closed: [],
};

/** Milliseconds after which a closed socket is forgotten, and the limit of their number. */
const rememberedFor = 3_600_000;
export const maxRemembered = 1000;
/** The number of polls for which a closed socket stays in the list. */
const closedShownFor = 3;

/** The number of sockets between two yields. */
const socketsPerStep = 4000;

/**
 * The history after the poll with this delta, taken at `takenAt` (milliseconds since the epoch). Where no socket
 * opened, changed or closed and none was active, the map is the same object. Linear in the changes.
 */
export function* trackChanges(track: Track, delta: Delta, takenAt: number): Task<Track> {
  const {opened, changed, closed} = delta;
  const poll = track.poll + 1;
  const first: Seen = {since: takenAt, firstPoll: poll, change: null, rates: null};
  const newlyClosed = closed.map(row => ({row, seen: track.seen.get(row.socket.key) ?? first, at: takenAt, poll}));
  const remembered = remember(track.closed, newlyClosed, takenAt);
  if (opened.length + changed.length + closed.length + track.active.size === 0) {
    return {...track, poll, at: takenAt, marked: noMarks, closed: remembered};
  }
  const seen = yield* draftOf(track.seen, opened.length + changed.length + closed.length + track.active.size);
  const idleOf = createIdleHistory();
  for (const key of track.active) {
    const before = track.seen.get(key);
    if (before) seen.set(key, idleOf(before));
  }
  const active = new Set<string>();
  const marked = new Map<AssessedSocket, 'new' | 'changed'>();
  const addChanged = ([old, row]: Delta['changed'][number]): void => {
    const {key} = row.socket;
    const rates = ratesBetween(old, row, (takenAt - track.at) / 1000);
    const text = changeBetween(old, row);
    const before = track.seen.get(old.socket.key) ?? first;
    const isIdle = text === null && rates === zeroRates;
    seen.set(key, isIdle ? idleOf(before) : {...before, rates, change: text === null ? before.change : {text, poll}});
    if (rates && rates !== zeroRates) active.add(key);
    if (text !== null) marked.set(row, before.firstPoll === poll ? 'new' : 'changed');
  };
  // All opened sockets share one history object, since the first poll brings every socket of the host.
  const addOpened = (row: AssessedSocket): void => {
    seen.set(row.socket.key, first);
    if (poll > 1) marked.set(row, 'new');
  };
  yield* forEachInSteps(changed, addChanged);
  yield* forEachInSteps(opened, addOpened);
  yield* forEachInSteps(closed, ({socket}) => seen.delete(socket.key));
  return {poll, at: takenAt, active, seen: seen.finish(), marked, closed: remembered};
}

function* forEachInSteps<T>(items: readonly T[], visit: (item: T) => void): Task<void> {
  yield* inSteps(items.length, socketsPerStep, (from, to) => {
    for (let index = from; index < to; index++) visit(items[index] as T);
  });
}

/** Returns a history with rates of zero. Equal histories share one object: usually the histories of the first poll. */
function createIdleHistory(): (seen: Seen) => Seen {
  const idleOf = new Map<Seen, Seen>();
  return seen => {
    if (seen.rates === zeroRates) return seen;
    const idle = idleOf.get(seen) ?? {...seen, rates: zeroRates};
    idleOf.set(seen, idle);
    return idle;
  };
}

const noMarks: Track['marked'] = new Map();
const zeroRates: Rates = {received: 0, sent: 0};

function remember(closed: readonly Closed[], newlyClosed: readonly Closed[], now: number): readonly Closed[] {
  const isOld = ({at}: Closed): boolean => now - at > rememberedFor;
  if (newlyClosed.length === 0 && !closed.some(isOld)) return closed;
  return [...newlyClosed, ...closed].filter(record => !isOld(record)).slice(0, maxRemembered);
}

function ratesBetween(
  {socket: {tcp: old}}: AssessedSocket,
  {socket: {tcp: now}}: AssessedSocket,
  seconds: number,
): Rates | null {
  if (!old || !now || seconds <= 0) return null;
  const received = Math.max(0, (now.bytesReceived - old.bytesReceived) / seconds);
  const sent = Math.max(0, (now.bytesSent - old.bytesSent) / seconds);
  return received + sent > 0 ? {received, sent} : zeroRates;
}

function changeBetween(old: AssessedSocket, row: AssessedSocket): string | null {
  if (old.socket.state !== row.socket.state) return `was ${old.socket.state}`;
  if (isOwnerPending(old)) return null;
  if (old.socket.owner !== row.socket.owner) return `owner was ${ownerName(old)}`;
  if (standingOf(old) !== standingOf(row)) return `was ${standingOf(old)}`;
  return null;
}

/** Whether the owner is still being looked up, as in a quick snapshot. Its result is not a change of the socket. */
export const isOwnerPending = ({socket: {owner}}: AssessedSocket): boolean => !owner.known && owner.why === 'pending';

function ownerName({socket: {owner}}: AssessedSocket): string {
  const [first] = owner.known ? owner.value : [];
  return first ? `${programName(first)}/${first.process.pid}` : 'not known';
}

export type Mark = 'new' | 'changed' | 'closed' | null;

/** The mark of a row by the polls: `new` or `changed` by the last one, or `closed`. */
export const markOf = ({marked}: Track, row: AssessedSocket, isClosed: boolean): Mark =>
  isClosed ? 'closed' : (marked.get(row) ?? null);

/**
 * The mark that a row is shown with, of several the first of these: it has closed, it is not as the baseline has it
 * (for as long as that is so), it is new or changed by the last poll.
 */
export const shownMarkOf = (row: AssessedSocket, mark: Mark): Mark | 'drift' =>
  mark !== 'closed' && differsFromBaseline(row) ? 'drift' : mark;

/**
 * Rows that closed within the last few polls and are not open again. Of rows with the same key, the last one to close.
 */
export function recentlyClosed({closed, poll, seen}: Track): readonly AssessedSocket[] {
  const rows = new Map<string, AssessedSocket>();
  for (const {row, poll: closedIn} of closed) {
    if (poll - closedIn >= closedShownFor) break;
    const {key} = row.socket;
    if (!seen.has(key) && !rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}

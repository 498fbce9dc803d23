import type {Task} from '../../domain/task.ts';
import type {AssessedSocket, Delta} from '../../judge/assess-all.ts';
import {programName} from './cells.ts';

/** Bytes a second, between the last two polls. */
export type Rates = {readonly received: number; readonly sent: number};

/** What the polls so far tell of one socket that lives. Times in milliseconds since the epoch, polls counted from 1. */
export type Seen = {
  /** The first poll that showed it; a socket of the very first poll is older than that. */
  readonly since: number;
  readonly firstPoll: number;
  /** What changed last, and in which look. */
  readonly change: {readonly what: string; readonly poll: number} | null;
  /** null where the source counts no bytes, or there are not two polls yet. */
  readonly rates: Rates | null;
};

/** A socket that was there and is not any more. */
export type Closed = {readonly row: AssessedSocket; readonly seen: Seen; readonly at: number; readonly poll: number};

export type Track = {
  readonly poll: number;
  readonly at: number;
  readonly seen: ReadonlyMap<string, Seen>;
  /** Keys of sockets over which something went between the last two polls. */
  readonly moving: ReadonlySet<string>;
  /** Newest first. */
  readonly closed: readonly Closed[];
};

export const noTrack: Track = {poll: 0, at: 0, seen: new Map(), moving: new Set(), closed: []};

/** Milliseconds that closed sockets are remembered, and how many at most. */
const rememberedFor = 3_600_000;
export const maxRemembered = 1000;
/** Looks through which a closed socket stays in the list. */
const closedShownFor = 3;

/** Sockets from one step to the next. */
const atOnce = 4000;

/** Goes on from one poll to the next. */
export function* trackChanges(track: Track, {opened, changed, closed: gone}: Delta, takenAt: number): Task<Track> {
  const poll = track.poll + 1;
  const seconds = (takenAt - track.at) / 1000;
  const known = (row: AssessedSocket): Seen => track.seen.get(row.socket.key) ?? firstSeen(takenAt, poll);
  const isSame = opened.length + changed.length + gone.length + track.moving.size === 0;
  const seen = isSame ? null : yield* copying(track.seen);
  const moving = new Set<string>();
  const stand = createStandstill();
  for (const key of track.moving) {
    const before = track.seen.get(key);
    if (before) seen?.set(key, stand(before));
  }
  let steps = 0;
  for (const [old, row] of changed) {
    if (++steps % atOnce === 0) yield;
    const {key} = row.socket;
    const rates = ratesBetween(old, row, seconds);
    const what = changeBetween(old, row);
    const before = known(old);
    if (what === null && rates === standing) seen?.set(key, stand(before));
    else seen?.set(key, {...before, rates, change: what === null ? before.change : {what, poll}});
    if (rates && rates !== standing) moving.add(key);
  }
  // One for all that opened: the first poll shows every socket there is.
  const first = firstSeen(takenAt, poll);
  for (const row of opened) seen?.set(row.socket.key, first);
  for (const {socket} of gone) seen?.delete(socket.key);
  const closings = gone.map(row => ({row, seen: known(row), at: takenAt, poll}));
  return {
    poll,
    at: takenAt,
    moving,
    seen: seen ?? track.seen,
    closed: remember(track.closed, closings, takenAt),
  };
}

function* copying(seen: Track['seen']): Task<Map<string, Seen>> {
  const copy = new Map<string, Seen>();
  for (const [key, each] of seen) {
    copy.set(key, each);
    if (copy.size % atOnce === 0) yield;
  }
  return copy;
}

/** What is known of sockets that stand still: made once for all that were alike, as a rule those of the first poll. */
function createStandstill(): (seen: Seen) => Seen {
  const stood = new Map<Seen, Seen>();
  return seen => {
    if (seen.rates === standing) return seen;
    const now = stood.get(seen) ?? {...seen, rates: standing};
    stood.set(seen, now);
    return now;
  };
}

const standing: Rates = {received: 0, sent: 0};

const firstSeen = (takenAt: number, poll: number): Seen => ({
  since: takenAt,
  firstPoll: poll,
  change: null,
  rates: null,
});

function remember(closed: readonly Closed[], closings: readonly Closed[], now: number): readonly Closed[] {
  const isOld = ({at}: Closed): boolean => now - at > rememberedFor;
  if (closings.length === 0 && !closed.some(isOld)) return closed;
  return [...closings, ...closed].filter(each => !isOld(each)).slice(0, maxRemembered);
}

function ratesBetween(
  {socket: {tcp: old}}: AssessedSocket,
  {socket: {tcp: now}}: AssessedSocket,
  seconds: number,
): Rates | null {
  if (!old || !now || seconds <= 0) return null;
  const received = Math.max(0, (now.bytesReceived - old.bytesReceived) / seconds);
  const sent = Math.max(0, (now.bytesSent - old.bytesSent) / seconds);
  return received + sent > 0 ? {received, sent} : standing;
}

function changeBetween(old: AssessedSocket, row: AssessedSocket): string | null {
  if (old.socket.state !== row.socket.state) return `was ${old.socket.state}`;
  if (isOwnerPending(old)) return null;
  if (old.socket.owner !== row.socket.owner) return `owner was ${ownerName(old)}`;
  if (old.assessment.verdict !== row.assessment.verdict) return `was ${old.assessment.verdict}`;
  return null;
}

/** Whether it is yet to be found out who holds the socket: what comes of that is no change of the socket's. */
export const isOwnerPending = ({socket: {owner}}: AssessedSocket): boolean => !owner.known && owner.why === 'pending';

function ownerName({socket: {owner}}: AssessedSocket): string {
  const [first] = owner.known ? owner.value : [];
  return first ? `${programName(first)}/${first.process.pid}` : 'not known';
}

export type Mark = 'new' | 'changed' | 'closed' | null;

/** What a row is marked with: new until the second look, changed in the last poll, closed and still shown. */
export function markOf(track: Track, row: AssessedSocket, isClosed: boolean): Mark {
  if (isClosed) return 'closed';
  const seen = track.seen.get(row.socket.key);
  if (!seen) return null;
  if (seen.firstPoll === track.poll && track.poll > 1) return 'new';
  return seen.change?.poll === track.poll ? 'changed' : null;
}

/** Rows that closed in the last few polls and have not come back; of one that closed twice, the last. */
export function recentlyClosed({closed, poll, seen}: Track): readonly AssessedSocket[] {
  const rows = new Map<string, AssessedSocket>();
  for (const {row, poll: closedIn} of closed) {
    if (poll - closedIn >= closedShownFor) break;
    const {key} = row.socket;
    if (!seen.has(key) && !rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}

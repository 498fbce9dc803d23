import type {Judged, Judgement} from '../assess/judge.ts';
import {programName} from './cells.ts';

/** Bytes a second, between the last two looks. */
export type Rates = {readonly received: number; readonly sent: number};

/** What the looks so far tell of one socket that lives. Times in milliseconds since the epoch, looks counted from 1. */
export type Seen = {
  /** The first look that showed it; a socket of the very first look is older than that. */
  readonly since: number;
  readonly firstLook: number;
  /** What changed last, and in which look. */
  readonly change: {readonly what: string; readonly look: number} | null;
  /** null where the source counts no bytes, or there are not two looks yet. */
  readonly rates: Rates | null;
};

/** A socket that was there and is not any more. */
export type Closed = {readonly row: Judged; readonly seen: Seen; readonly at: number; readonly look: number};

export type Track = {
  readonly look: number;
  readonly at: number;
  readonly seen: ReadonlyMap<string, Seen>;
  /** Newest first. */
  readonly closed: readonly Closed[];
};

export const noTrack: Track = {look: 0, at: 0, seen: new Map(), closed: []};

/** Milliseconds that closed sockets are remembered, and how many at most. */
const rememberedFor = 3_600_000;
const mostRemembered = 1000;
/** Looks through which a closed socket stays in the list. */
const shownClosed = 3;

/** Goes on from one look to the next. */
export function follow(track: Track, before: Judgement, after: Judgement, takenAt: number): Track {
  const look = track.look + 1;
  const seconds = (takenAt - track.at) / 1000;
  const seen = new Map<string, Seen>();
  for (const row of after.rows) {
    const {key} = row.socket;
    const known = track.seen.get(key);
    const old = before.byKey.get(key);
    seen.set(
      key,
      known && old
        ? next(known, old, row, look, seconds)
        : {since: takenAt, firstLook: look, change: null, rates: null},
    );
  }
  const gone: Closed[] = [];
  for (const row of before.rows) {
    const known = track.seen.get(row.socket.key);
    if (known && !after.byKey.has(row.socket.key)) gone.push({row, seen: known, at: takenAt, look});
  }
  const closed =
    gone.length === 0 && track.closed.every(({at}) => takenAt - at <= rememberedFor)
      ? track.closed
      : [...gone, ...track.closed].filter(({at}) => takenAt - at <= rememberedFor).slice(0, mostRemembered);
  return {look, at: takenAt, seen, closed};
}

function next(known: Seen, old: Judged, row: Judged, look: number, seconds: number): Seen {
  const rates = ratesBetween(old, row, seconds);
  const what = old === row ? null : changeBetween(old, row);
  if (what === null && isSameRate(known.rates, rates)) return known;
  return {...known, rates, change: what === null ? known.change : {what, look}};
}

function ratesBetween({socket: {tcp: old}}: Judged, {socket: {tcp: now}}: Judged, seconds: number): Rates | null {
  if (!old || !now || seconds <= 0) return null;
  return {
    received: Math.max(0, (now.bytesReceived - old.bytesReceived) / seconds),
    sent: Math.max(0, (now.bytesSent - old.bytesSent) / seconds),
  };
}

const isSameRate = (a: Rates | null, b: Rates | null): boolean => a?.received === b?.received && a?.sent === b?.sent;

function changeBetween(old: Judged, row: Judged): string | null {
  if (old.socket.state !== row.socket.state) return `was ${old.socket.state}`;
  if (old.socket.owner !== row.socket.owner) return `owner was ${ownerName(old)}`;
  if (old.assessment.verdict !== row.assessment.verdict) return `was ${old.assessment.verdict}`;
  return null;
}

function ownerName({socket: {owner}}: Judged): string {
  const [first] = owner.known ? owner.value : [];
  return first ? `${programName(first)}/${first.process.pid}` : 'not known';
}

export type Mark = 'new' | 'changed' | 'closed' | null;

/** What a row is marked with: new until the second look, changed in the last look, closed and still shown. */
export function markOf(track: Track, row: Judged, isClosed: boolean): Mark {
  if (isClosed) return 'closed';
  const seen = track.seen.get(row.socket.key);
  if (!seen) return null;
  if (seen.firstLook === track.look && track.look > 1) return 'new';
  return seen.change?.look === track.look ? 'changed' : null;
}

/** Rows that closed in the last few looks and have not come back; of one that closed twice, the last. */
export function lingering({closed, look, seen}: Track): readonly Judged[] {
  const rows = new Map<string, Judged>();
  for (const {row, look: closedIn} of closed) {
    if (look - closedIn >= shownClosed) break;
    const {key} = row.socket;
    if (!seen.has(key) && !rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}

import {layeredMap} from '../../domain/layered-map.ts';
import type {Seen, Track} from '../table/track-changes.ts';
import type {Event} from './event.ts';
import type {Detail, ModeState} from './modes.ts';
import type {State} from './state.ts';

/**
 * Milliseconds by which the time of an event may lie before the last one though nobody set the clock: a poll carries
 * the time at which it was taken, and its event comes only when its sockets are assessed.
 */
const tolerance = 2000;

/** The state before an event, corrected by `withTime` where the event carries a time. */
export function withClock(state: State, event: Event): State {
  const time = timeOf(event);
  return time === null ? state : withTime(state, time);
}

/**
 * The state, ready for `time` (milliseconds since the epoch). Where the clock was set back, every time in the state
 * moves back by as much, so ages continue instead of standing still until the clock has caught up.
 */
export function withTime(state: State, time: number): State {
  const jump = time - state.now;
  return jump < -tolerance ? movedBy(state, jump) : state;
}

function timeOf(event: Event): number | null {
  switch (event.type) {
    case 'polled': {
      const {takenAt, took} = event.poll.list.snapshot;
      return takenAt + took;
    }
    case 'poll-failed':
      return event.at;
    case 'ticked':
      return event.now;
    default:
      return null;
  }
}

function movedBy(state: State, jump: number): State {
  const {list, failure, pausedAt, sinceKey, track, mode} = state;
  return {
    ...state,
    now: state.now + jump,
    list: list && {...list, snapshot: {...list.snapshot, takenAt: list.snapshot.takenAt + jump}},
    failure: failure && {...failure, at: failure.at + jump},
    pausedAt: pausedAt === null ? null : pausedAt + jump,
    sinceKey: {...sinceKey, at: sinceKey.at + jump},
    track: trackMovedBy(track, jump),
    mode: modeMovedBy(mode, jump),
  };
}

function trackMovedBy({poll, seen, marked, active, closed}: Track, jump: number): Track {
  // Sockets with the same history share one object, before and after.
  const movedOf = new Map<Seen, Seen>();
  const move = (old: Seen): Seen => {
    const moved = movedOf.get(old) ?? {...old, since: old.since + jump};
    movedOf.set(old, moved);
    return moved;
  };
  return {
    poll,
    // The time between the last poll and the next is not known any more: at infinity, the next poll has no rates.
    at: Number.POSITIVE_INFINITY,
    seen: layeredMap(new Map(Iterator.from(seen.entries()).map(([key, history]) => [key, move(history)]))),
    marked,
    active,
    closed: closed.map(record => ({...record, at: record.at + jump, seen: move(record.seen)})),
  };
}

function modeMovedBy(mode: ModeState, jump: number): ModeState {
  if (mode.at === 'detail') return detailMovedBy(mode, jump);
  return 'over' in mode && mode.over.at === 'detail' ? {...mode, over: detailMovedBy(mode.over, jump)} : mode;
}

const detailMovedBy = (detail: Detail, jump: number): Detail =>
  detail.closedAt === null ? detail : {...detail, closedAt: detail.closedAt + jump};

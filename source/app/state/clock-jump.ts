import type {Seen, Track} from '../table/track-changes.ts';
import type {Event} from './event.ts';
import type {Detail, ModeState, State} from './state.ts';

/** Milliseconds by which a time may lie before the last one though nobody set the clock: a poll is told of when it is assessed. */
const tolerance = 2000;

/** The state before an event, as `withTime` of the time it tells. */
export function withClock(state: State, event: Event): State {
  const time = timeOf(event);
  return time === null ? state : withTime(state, time);
}

/**
 * The state before something of which the time shows that the clock was set back: all that is remembered moves with it, so that
 * ages go on from what they were instead of standing still until the clock has caught up.
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

function trackMovedBy({poll, seen, moving, closed}: Track, jump: number): Track {
  // Sockets of which the same is known share it.
  const moved = new Map<Seen, Seen>();
  const move = (each: Seen): Seen => {
    const now = moved.get(each) ?? {...each, since: each.since + jump};
    moved.set(each, now);
    return now;
  };
  return {
    poll,
    // How long ago the last poll was cannot be told any more, so the next one tells no rates.
    at: Number.POSITIVE_INFINITY,
    seen: new Map([...seen].map(([key, each]) => [key, move(each)])),
    moving,
    closed: closed.map(each => ({...each, at: each.at + jump, seen: move(each.seen)})),
  };
}

function modeMovedBy(mode: ModeState, jump: number): ModeState {
  if (mode.at === 'detail') return detailMovedBy(mode, jump);
  return 'over' in mode && mode.over.at === 'detail' ? {...mode, over: detailMovedBy(mode.over, jump)} : mode;
}

const detailMovedBy = (detail: Detail, jump: number): Detail =>
  detail.closedAt === null ? detail : {...detail, closedAt: detail.closedAt + jump};

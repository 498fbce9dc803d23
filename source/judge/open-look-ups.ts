import type {Socket} from '../domain/socket.ts';

/**
 * A conversation over TCP with port 53. `since`: the time at which it was first seen (milliseconds since the epoch).
 * `minutes`: as `minutesOf` returned them.
 */
export type OpenLookUp = {readonly since: number; readonly minutes: number | null};

/** By the key of the socket. */
export type OpenLookUps = ReadonlyMap<string, OpenLookUp>;

/** Minutes that the program states, longest first. Between two of these steps, time changes no verdict. */
const steps = [1440, 60, 10, 3] as const;

/** Follows conversations over TCP with port 53 from poll to poll. A clock that was set back makes them younger. */
export function createOpenLookUps(before: OpenLookUps, takenAt: number) {
  const now = new Map<string, OpenLookUp>();
  return {
    /**
     * Minutes for which a socket is known to be open, as one of `steps`; null before the shortest step, and for sockets
     * that are no look-up.
     */
    minutesOf: (socket: Socket): number | null => {
      if (!isLookUp(socket)) return null;
      const since = before.get(socket.key)?.since ?? takenAt;
      const open = (takenAt - since) / 60_000;
      const minutes = steps.find(step => open >= step) ?? null;
      now.set(socket.key, {since, minutes});
      return minutes;
    },
    minutesBefore: ({key}: Socket): number | null => before.get(key)?.minutes ?? null,
    current: (): OpenLookUps => now,
  };
}

const isLookUp = ({protocol, peer}: Socket): boolean => peer !== null && peer.port === 53 && protocol === 'tcp';

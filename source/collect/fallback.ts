import type {Collector, Problem, Snapshot} from '../domain/snapshot.ts';
import type {Socket} from '../domain/socket.ts';
import {trusted} from '../domain/text.ts';
import {firstLineOf} from './first-line.ts';
import {mapSnapshots} from './map-snapshots.ts';
import {reuseSocket} from './reuse-sockets.ts';
import {socketKey} from './socket-key.ts';

/**
 * A collector whose failed polls are done by another collector, with a problem in the snapshot. The other is opened
 * when a poll fails, and closed after the next poll that succeeds. Sockets that both know have the same keys and
 * owners, so that none seems to close or to change hands. Where both fail, `poll` rejects with the error of
 * `collector`.
 */
export function withFallback(collector: Collector, open: () => Promise<Collector>): Collector {
  let other: Collector | null = null;
  let previous: readonly Socket[] = [];
  const closeOther = (): void => {
    other?.close();
    other = null;
  };

  const pollOther = async (error: unknown): Promise<Snapshot> => {
    try {
      other ??= await open();
      const snapshot = await other.poll();
      const problem = pollFailed(collector, error, other);
      return {...snapshot, sockets: withKeysOf(previous, snapshot.sockets), problems: [problem, ...snapshot.problems]};
    } catch {
      throw error;
    }
  };

  const either: Collector = {
    ...collector,
    poll: () => collector.poll().catch(pollOther),
    close() {
      closeOther();
      collector.close();
    },
  };
  return mapSnapshots(either, snapshot => {
    if (snapshot.source === collector.id) closeOther();
    previous = snapshot.sockets;
    return snapshot;
  });
}

function pollFailed(collector: Collector, error: unknown, other: Collector): Problem {
  const text = trusted(`${collector.id} failed: ${firstLineOf(error)}, this refresh is from ${other.id}`);
  return {kind: 'source-failed', count: 1, text};
}

/** Sockets under the keys that they had in the poll before, whichever source took that poll. */
function withKeysOf(before: readonly Socket[], sockets: readonly Socket[]): readonly Socket[] {
  const known = new Map<string, Socket>();
  for (const socket of before) {
    known.set(socket.key, socket);
    const key = socketKey(socket);
    if (!known.has(key)) known.set(key, socket);
  }
  return sockets.map(socket => {
    const old = known.get(socket.key);
    if (!old) return socket;
    return reuseSocket(old, {...socket, key: old.key});
  });
}

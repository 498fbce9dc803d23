import type {Collector, Problem, Snapshot} from '../domain/snapshot.ts';
import type {Socket} from '../domain/socket.ts';
import {trusted} from '../domain/text.ts';
import {firstLineOf} from './first-line.ts';
import {reuseSocket} from './reuse-sockets.ts';
import {socketKey} from './socket-key.ts';

/**
 * A collector whose failed polls are done by another one, which says so. It is opened when it is needed, and closed after a poll
 * that did not need it. Sockets that both know keep their keys and owners, so that none seems to close or to change hands. A poll
 * that both fail rejects as the first one did.
 */
export function withFallback(collector: Collector, open: () => Promise<Collector>): Collector {
  let other: Collector | null = null;
  let last: readonly Socket[] = [];
  const close = (): void => {
    other?.close();
    other = null;
  };

  const lookOtherwise = async (error: unknown): Promise<Snapshot> => {
    try {
      other ??= await open();
      const snapshot = await other.poll();
      const problem = pollFailed(collector, error, other);
      return {...snapshot, sockets: withKeysOf(last, snapshot.sockets), problems: [problem, ...snapshot.problems]};
    } catch {
      throw error;
    }
  };

  const remembered = (snapshot: Snapshot): Snapshot => {
    last = snapshot.sockets;
    return snapshot;
  };

  const {quickSnapshot} = collector;
  return {
    id: collector.id,
    async poll() {
      const snapshot = await collector.poll().catch(lookOtherwise);
      if (snapshot.source === collector.id) close();
      return remembered(snapshot);
    },
    ...(quickSnapshot && {quickSnapshot: async () => remembered(await quickSnapshot())}),
    close() {
      close();
      collector.close();
    },
  };
}

function pollFailed(collector: Collector, error: unknown, other: Collector): Problem {
  const text = trusted(`${collector.id} failed: ${firstLineOf(error)}, this refresh is from ${other.id}`);
  return {kind: 'source-failed', count: 1, text};
}

/** Sockets under the keys they had in the poll before, by whichever source that was. */
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

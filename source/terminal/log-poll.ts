import type {PreparedPoll} from '../app/state/prepare-poll.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import {debugLog, pollFields} from '../system/debug-log.ts';

/**
 * Reads a snapshot and prepares it, and writes both to the debug log, with the milliseconds of each stage. Rejects as
 * `read` and `prepare` do. Costs two readings of the clock where there is no log.
 */
export async function logPoll(
  read: () => Promise<Snapshot>,
  prepare: (snapshot: Snapshot) => PreparedPoll | Promise<PreparedPoll>,
): Promise<PreparedPoll> {
  const startedAt = performance.now();
  try {
    const snapshot = await read();
    const readAt = performance.now();
    const poll = await prepare(snapshot);
    const {opened, changed, closed} = poll.assessed.delta;
    debugLog?.write('poll', {
      ...pollFields(snapshot),
      opened: opened.length,
      changed: changed.length,
      closed: closed.length,
      stages: {read: Math.round(readAt - startedAt), prepare: Math.round(performance.now() - readAt)},
    });
    return poll;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    debugLog?.write('poll-failed', {message, ms: Math.round(performance.now() - startedAt)});
    throw error;
  }
}

import {type Files, orFailure} from '../../linux/proc-files.ts';
import {parseUids} from '../../linux/process-texts.ts';
import type {SocketRow} from '../socket-row.ts';
import {fileLimits} from './limits.ts';

/** Whether one of some processes that root may not read may hold a socket. */
export type MayHide = (row: SocketRow) => boolean;

/**
 * A process may hold the sockets of its own users. One of root may hold any socket, and any process a socket of root,
 * since a server often opens its socket before it gives up root. Linear in the processes to make, constant to call.
 */
export function createMayHide(files: Files, proc: string, pids: Iterable<number>): MayHide {
  const uids = new Set<number>();
  let isAny = false;
  for (const pid of pids) {
    const status = orFailure(() => files.read(`${proc}/${pid}/status`, fileLimits.processStatus));
    const found = typeof status === 'string' ? [] : parseUids(status.toString('latin1'));
    isAny ||= found.length === 0 || found.includes(0);
    for (const uid of found) uids.add(uid);
  }
  return ({uid}) => isAny || uid === null || uid === 0 || uids.has(uid);
}

import {newProcess} from './limits.ts';
import {startOfAge} from './process-age.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/** The sockets whose only holder has started in the last `newProcess` seconds. Linear. */
export function heldByNew({context, table}: Search, sockets: readonly TrackedSocket[]): readonly TrackedSocket[] {
  const since = startOfAge(context, newProcess);
  if (since === null) return [];
  return sockets.filter(({many, owner}) => {
    const holder = many === null ? owner?.value[0] : undefined;
    return holder !== undefined && (table.get(holder.process.pid)?.stat.startTicks ?? 0) >= since;
  });
}

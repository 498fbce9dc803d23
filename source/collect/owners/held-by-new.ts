import {orFailure} from '../../linux/proc-files.ts';
import {ticksPerSecond} from '../../linux/process-texts.ts';
import {fileLimits, newProcess} from './limits.ts';
import type {Search} from './search.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/** The sockets whose only holder has started in the last `newProcess` seconds. Linear. */
export function heldByNew({context, table}: Search, sockets: readonly TrackedSocket[]): readonly TrackedSocket[] {
  const uptime = orFailure(() => context.files.read(`${context.proc}/uptime`, fileLimits.uptime));
  const seconds = typeof uptime === 'string' ? Number.NaN : Number.parseFloat(uptime.toString('latin1'));
  const since = (seconds - newProcess) * ticksPerSecond;
  if (Number.isNaN(since)) return [];
  return sockets.filter(({many, owner}) => {
    const holder = many === null ? owner?.value[0] : undefined;
    return holder !== undefined && (table.get(holder.process.pid)?.stat.startTicks ?? 0) >= since;
  });
}

import type {Evidence} from '../domain/evidence.ts';
import type {Owner, Process, Socket} from '../domain/socket.ts';
import type {CrossChecks} from './apply-cross-check.ts';

/** The differences between two polls for which sockets are assessed anew. */

/** Processes of which other evidence is known than in the poll before. */
export function changedProcesses(before: Evidence, {processes}: Evidence): ReadonlySet<Process> {
  const news = new Set<Process>();
  if (before.processes === processes) return news;
  for (const [process, evidence] of processes) if (before.processes.get(process) !== evidence) news.add(process);
  return news;
}

/** Whether one of the processes holds a socket of this owner. */
export const isHeldBy = (processes: ReadonlySet<Process>, owner: Owner): boolean =>
  owner.known && owner.value.some(({process}) => processes.has(process));

/** Keys of sockets with another cross-check than in the poll before. */
export function changedCrossChecks(before: CrossChecks, after: CrossChecks): ReadonlySet<string> {
  const keys = new Set<string>();
  if (before === after) return keys;
  for (const [key, crossCheck] of after) if (before.get(key) !== crossCheck) keys.add(key);
  return keys;
}

/** Ports with other listeners than in the poll before, of the maps `Listeners.byPort`. */
export function changedPorts(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Set<string> {
  const ports = new Set<string>();
  for (const [port, addresses] of after) if (before.get(port) !== addresses) ports.add(port);
  for (const port of before.keys()) if (!after.has(port)) ports.add(port);
  return ports;
}

/** Whether nothing that a rule or a check asks for differs: queues and traffic are shown, not assessed. */
export const isSameButCounters = (old: Socket, now: Socket): boolean =>
  old.state === now.state &&
  old.owner === now.owner &&
  old.local === now.local &&
  old.peer === now.peer &&
  old.netns === now.netns &&
  old.inode === now.inode &&
  old.uid === now.uid &&
  old.v6only === now.v6only;

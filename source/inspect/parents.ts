import type {Ancestor, ProcessDetail} from '../domain/inspection.ts';
import {type ProcessStat, parseStat} from '../linux/process-texts.ts';
import {readProc} from '../linux/read-proc.ts';

export type Parents = Pick<ProcessDetail, 'parents' | 'parentsEnd'>;

/** Name and parent of a process; null where they cannot be read. */
export type ReadStat = (pid: number) => Promise<Pick<ProcessStat, 'name' | 'parent'> | null>;

const maxParents = 32;

/**
 * The processes above one, up to PID 1, at most 32. A parent of 0 lies outside this PID namespace (pid_namespaces(7)).
 * A chain that comes back to a process ends there: pids may be used again while they are read. Never rejects.
 */
export async function parentsOf(pid: number, readStat: ReadStat = statOf): Promise<Parents> {
  const parents: Ancestor[] = [];
  const end = (parentsEnd: Parents['parentsEnd']): Parents => ({parents, parentsEnd});
  const passed = new Set<number>([pid]);
  let next = (await readStat(pid))?.parent;
  while (next !== undefined) {
    if (next === 0) return end(passed.has(1) ? 'first-process' : 'outside');
    if (passed.has(next)) return end('loop');
    if (parents.length === maxParents) return end('limit');
    const stat = await readStat(next);
    if (stat === null) return end('unreadable');
    parents.push({pid: next, name: stat.name});
    if (next === 1) return end('first-process');
    passed.add(next);
    next = stat.parent;
  }
  return end('unreadable');
}

async function statOf(pid: number): Promise<ProcessStat | null> {
  const bytes = await readProc(`/proc/${pid}/stat`);
  return bytes.known ? parseStat(bytes.value) : null;
}

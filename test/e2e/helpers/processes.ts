import assert from 'node:assert/strict';
import type {ChildProcess} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';

/** Waits until there is none left of some processes; milliseconds it took. */
export async function gone(alive: () => boolean | Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (await alive()) {
    assert.ok(performance.now() - start < patience, 'it still runs');
    await pause(2);
  }
  return performance.now() - start;
}

/** Milliseconds; for a machine that does much else. */
const patience = 20_000;

/** The only child of a process, or the only one that runs a program of some name. */
export function childOf(pid: number, program?: string): number {
  const all = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ');
  const children = program === undefined ? all : all.filter(child => nameOf(Number(child)) === program);
  assert.equal(children.length, 1, `children of ${pid}: ${all.map(child => `${child} ${nameOf(Number(child))}`)}`);
  return Number(children[0]);
}

/** The first process in the namespaces that `unshare --fork` has made: its only child. null where it has ended. */
export function pidInside({pid}: ChildProcess): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()) || null;
  } catch {
    return null;
  }
}

/** The name of a process (proc(5): comm); empty once it has ended. */
function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1').trimEnd();
  } catch {
    return '';
  }
}

/** A process that has ended counts as gone although nobody has waited for it yet (proc(5): state Z). */
export function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** Whether a process has been stopped by a signal (proc(5): state T). Throws where there is none. */
export const isStopped = (pid: number): boolean => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));

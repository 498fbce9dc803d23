import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';

/** The only child of a process. */
export function childOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ');
  assert.equal(children.length, 1, `children of ${pid}: ${children}`);
  return Number(children[0]);
}

/** A process that has ended counts as gone although nobody has waited for it yet (proc(5): state Z). */
export function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

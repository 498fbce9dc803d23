import {type Files, orFailure} from '../../linux/proc-files.ts';
import {fileLimits} from './limits.ts';

/** Which processes of a host can be seen at all. */
export type Visibility = {
  /**
   * Why processes are hidden; null where none is. `hidepid`: by this option of the procfs mount. `no-procfs`: none is
   * mounted there. `no-first`: process 1 is not shown, even to root: a mount of another PID namespace, or over an
   * entry.
   */
  readonly hides: 'hidepid' | 'no-procfs' | 'no-first' | null;
  readonly isInitialPidNamespace: boolean;
};

// PROC_PID_INIT_INO of the kernel's include/linux/proc_ns.h.
const initialPidNamespace = 'pid:[4026531836]';

/**
 * Reads mount options and PID namespace. `hidepid` does not hold for root: there a missing process 1 shows hidden ones.
 */
export function readVisibility(files: Files, proc: string, euid: number): Visibility {
  const mounts = orFailure(() => files.read(`${proc}/self/mounts`, fileLimits.mounts));
  const namespace = orFailure(() => ({text: files.link(`${proc}/self/ns/pid`)}));
  const first = orFailure(() => files.stat(`${proc}/1`));
  const isHidepid = typeof mounts === 'object' && hasHidepid(mounts.toString('latin1'), proc);
  const isMounted = typeof mounts === 'object' || typeof namespace === 'object';
  const withoutFirst = isMounted ? 'no-first' : 'no-procfs';
  return {
    hides: euid !== 0 && isHidepid ? 'hidepid' : first === 'gone' ? withoutFirst : null,
    isInitialPidNamespace: typeof namespace === 'object' && namespace.text === initialPidNamespace,
  };
}

/**
 * Whether the procfs at `proc` is mounted with a `hidepid` other than 0 (proc(5)), from the text of /proc/self/mounts.
 */
export function hasHidepid(mounts: string, proc: string): boolean {
  const options = mounts
    .split('\n')
    .map(line => line.split(' '))
    .findLast(([, target, type]) => target === proc && type === 'proc')?.[3];
  return /(?:^|,)hidepid=(?!0|off)/.test(options ?? '');
}

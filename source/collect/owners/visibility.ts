import {type Files, orFailure} from '../../linux/proc-files.ts';
import {fileLimits} from './limits.ts';

/** The visibility of a host's processes. */
type Visibility = {
  /** Processes of others are hidden by the `hidepid` option of the procfs mount. */
  readonly hidesProcesses: boolean;
  readonly isInitialPidNamespace: boolean;
};

// PROC_PID_INIT_INO of the kernel's include/linux/proc_ns.h.
const initialPidNamespace = 'pid:[4026531836]';

/**
 * Reads mount options and PID namespace. `hidepid` does not bind root: for root, a missing process 1 shows that
 * processes are hidden.
 */
export function readVisibility(files: Files, proc: string, euid: number): Visibility {
  const mounts = orFailure(() => files.read(`${proc}/self/mounts`, fileLimits.mounts));
  const namespace = orFailure(() => ({text: files.link(`${proc}/self/ns/pid`)}));
  const first = orFailure(() => files.stat(`${proc}/1`));
  return {
    hidesProcesses:
      first === 'gone' || (euid !== 0 && typeof mounts === 'object' && hasHidepid(mounts.toString('latin1'), proc)),
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

import {readFile} from 'node:fs/promises';
import {keepsNone} from '../model/known.ts';
import type {Owner} from '../model/socket.ts';
import {capability, effectiveCapabilities} from '../proc/capabilities.ts';

const {dacOverride, dacReadSearch, sysPtrace} = capability;

/**
 * Whether a process with this `/proc/PID/status` may read the descriptors of every process: proc(5) asks for
 * CAP_SYS_PTRACE to see through /proc/PID/fd, whose directories only their owners may open without a CAP_DAC_… one.
 */
export function seesEveryProcess(status: string): boolean {
  const capabilities = effectiveCapabilities(status);
  return (capabilities & sysPtrace) !== 0n && (capabilities & (dacOverride | dacReadSearch)) !== 0n;
}

/**
 * Whether a tool that runs as `uid` could see whoever holds the socket: it sees every process, or the known holders are
 * that user's own, or the socket is known to have none. What was refused to this program is refused to a tool it starts.
 */
export function couldSeeHolders(owner: Owner, seesAll: boolean, uid: number): boolean {
  if (!owner.known && owner.why === 'refused') return false;
  if (seesAll) return true;
  if (!owner.known) return keepsNone(owner.why);
  return owner.value.length > 0 && owner.value.every(({process}) => process.uid === uid);
}

/**
 * Whether tools started from here see every process. Capabilities of the program's file alone do not count: tools do
 * not inherit those, but they inherit what root has. Other systems than Linux have no capabilities.
 */
export async function toolsSeeAll(): Promise<boolean> {
  if (process.geteuid?.() !== 0) return false;
  if (process.platform !== 'linux') return true;
  try {
    return seesEveryProcess(await readFile('/proc/self/status', 'latin1'));
  } catch {
    return false;
  }
}

import {isHeldByKernelAlone} from '../domain/known.ts';
import type {Owner} from '../domain/socket.ts';
import {type CapabilitySet, capabilitiesIn, capability} from '../linux/capabilities.ts';
import {readProc} from '../linux/read-proc.ts';

const {dacOverride, dacReadSearch, sysPtrace} = capability;

/**
 * Whether a process with this `/proc/PID/status` may read the descriptors of every process. Reading the links of
 * /proc/PID/fd takes CAP_SYS_PTRACE (proc(5)); opening the directory of another user takes a CAP_DAC_… capability
 * besides.
 */
export function seesEveryProcess(status: string, set: CapabilitySet = 'CapEff'): boolean {
  const capabilities = capabilitiesIn(status, set);
  return (capabilities & sysPtrace) !== 0n && (capabilities & (dacOverride | dacReadSearch)) !== 0n;
}

/**
 * Whether a tool that runs as `uid` could see every holder of a socket: it sees every process, or the known holders are
 * the user's own, or the socket is known to have none. A refusal of the system to this program holds for its tools too.
 */
export function canSeeHolders(owner: Owner, seesAll: boolean, uid: number): boolean {
  if (!owner.known && owner.why === 'refused') return false;
  if (seesAll) return true;
  if (!owner.known) return isHeldByKernelAlone(owner.why);
  return owner.value.length > 0 && owner.value.every(({process}) => process.uid === uid);
}

/**
 * Whether tools started from here see every process. Root passes all its capabilities on, another user only the ambient
 * ones, not the capabilities of this program's own file (capabilities(7)). Other systems than Linux have root alone.
 */
export async function toolsSeeAll(): Promise<boolean> {
  const isRoot = process.geteuid?.() === 0;
  if (process.platform !== 'linux') return isRoot;
  const status = await readProc('/proc/self/status');
  return status.known && seesEveryProcess(status.value.toString('latin1'), isRoot ? 'CapEff' : 'CapAmb');
}

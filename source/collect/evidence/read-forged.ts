import {statfsSync} from 'node:fs';
import {errorCode} from '../../domain/error-code.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import {type Files, orFailure, whyFailed} from '../../linux/proc-files.ts';

const statusLimit = 4096;
const mountsLimit = 4 << 20;
/** statfs(2): PROC_SUPER_MAGIC. */
const procfs = 0x9fa0;

/** The pid of the process that traces a process (`TracerPid` of proc_pid_status(5)); 0: none. */
export function readTracer(files: Files, base: string, refusal: WhyUnknown): Known<number> {
  const status = orFailure(() => files.read(`${base}/status`, statusLimit));
  if (typeof status === 'string') return unknown(whyFailed(status, refusal));
  const match = status.toString('latin1').match(/^TracerPid:\s+(\d+)/m);
  return match ? known(Number(match[1])) : unknown('not-collected');
}

/** Pids over whose directory in procfs something is mounted, as /proc/self/mountinfo shows (proc_pid_mountinfo(5)). */
export function mountedOver(files: Files, proc: string): ReadonlySet<number> | null {
  const mounts = orFailure(() => files.read(`${proc}/self/mountinfo`, mountsLimit));
  if (typeof mounts === 'string') return null;
  const points = mounts
    .toString('latin1')
    .split('\n')
    .map(line => line.split(' ')[4] ?? '');
  const inside = points.flatMap(point => (point.startsWith(`${proc}/`) ? point.slice(proc.length + 1) : []));
  return new Set(inside.flatMap(name => name.match(/^(\d+)(?:\/|$)/)?.[1] ?? []).map(Number));
}

/** A sign that /proc/PID is not the kernel's own; null where there is no sign. */
export function readForged(base: string, pid: number, mounted: ReadonlySet<number> | null): Known<Clean | null> {
  if (mounted === null) return unknown('not-collected');
  if (mounted.has(pid)) return known(trusted('has something else mounted over it'));
  try {
    return known(statfsSync(base).type === procfs ? null : trusted('is on another file system than procfs'));
  } catch (error) {
    return unknown(errorCode(error) === 'ENOENT' ? 'exited' : 'not-collected');
  }
}

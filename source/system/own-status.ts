import {readFileSync} from 'node:fs';
import {capabilitiesIn} from '../linux/capabilities.ts';

/**
 * Whether a process with this `/proc/PID/status` has rights that other processes of its user lack. Code that its user
 * can write would then gain these rights, so the process must not run it. Root can write everything anyway.
 */
export const isAboveItsUser = (status: string, uid: number): boolean => uid !== 0 && capabilitiesIn(status) !== 0n;

/** The text of `/proc/self/status`; empty on systems without one. */
export const ownStatus = (): string => statusOf('self');

/** The text of `/proc/PID/status`, read at once; empty where it cannot be read. */
export function statusOf(pid: number | 'self'): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

/**
 * The effective capabilities in a `/proc/PID/status`, in hexadecimal, as capsh(1) decodes them; null where it has none.
 */
export const effectiveCapabilities = (status: string): string | null =>
  status.match(/^CapEff:\s*([\da-f]+)$/m)?.[1] ?? null;

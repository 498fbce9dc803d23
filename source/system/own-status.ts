import {readFileSync} from 'node:fs';
import {capabilitiesIn} from '../linux/capabilities.ts';

/**
 * Whether a process with this `/proc/PID/status` may do what other processes of its user may not: what those can write is
 * not for it to run. Root can write everything anyway.
 */
export const isAboveItsUser = (status: string, uid: number): boolean => uid !== 0 && capabilitiesIn(status) !== 0n;

/** The text of `/proc/self/status`; empty on systems that have none. */
export function ownStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'latin1');
  } catch {
    return '';
  }
}

/** The digits of the capabilities in effect in `/proc/PID/status`, as capsh(1) decodes them; null where there are none. */
export const effectiveCapabilities = (status: string): string | null =>
  status.match(/^CapEff:\s*([\da-f]+)$/m)?.[1] ?? null;

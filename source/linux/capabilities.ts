/** Bits of a capability set (linux/capability.h). */
export const capability = {dacOverride: 1n << 1n, dacReadSearch: 1n << 2n, netAdmin: 1n << 12n, sysPtrace: 1n << 19n};

/** The capabilities in effect, or the ambient ones, which a program started from here inherits (capabilities(7)). */
export type CapabilitySet = 'CapEff' | 'CapAmb';

/** Capabilities from the text of `/proc/PID/status` (proc(5)), as bits; none where the text has no such line. */
export function capabilitiesIn(status: string, set: CapabilitySet = 'CapEff'): bigint {
  const line = status.split('\n').find(each => each.startsWith(`${set}:`));
  const hex = line?.match(/\s([0-9a-f]+)$/)?.[1];
  return hex === undefined ? 0n : BigInt(`0x${hex}`);
}

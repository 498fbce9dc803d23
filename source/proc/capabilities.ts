/** Bits of a capability set (linux/capability.h). */
export const capability = {dacOverride: 1n << 1n, dacReadSearch: 1n << 2n, netAdmin: 1n << 12n, sysPtrace: 1n << 19n};

/** The effective capabilities that `/proc/PID/status` tells (proc(5)), as bits; none where it does not. */
export function effectiveCapabilities(status: string): bigint {
  const hex = status.match(/^CapEff:\s*([0-9a-f]+)$/m)?.[1];
  return hex === undefined ? 0n : BigInt(`0x${hex}`);
}

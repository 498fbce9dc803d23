/**
 * The package, loaded at the first call. It is a CommonJS module: as a chunk of its own in the bundle it exports its
 * functions by `default` alone.
 */
export const loadPackage = async () => (await import('systeminformation')).default;

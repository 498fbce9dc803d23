/**
 * The package, loaded when it is first needed. Its functions are taken from `default`: of a CommonJS module that is a chunk of
 * its own in the bundle, nothing else is exported.
 */
export const loadPackage = async () => (await import('systeminformation')).default;

import {fileURLToPath} from 'node:url';

/** A script of sh(1), to be read by `.`, that makes /dev, /proc and /sys of a host in the working directory. */
export const deviceScript = fileURLToPath(new URL('devices.sh', import.meta.url));

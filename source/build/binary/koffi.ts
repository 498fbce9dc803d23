import {randomBytes} from 'node:crypto';
import {closeSync, constants, openSync, unlinkSync, writeSync} from 'node:fs';
import {constants as system, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {getRawAsset} from 'node:sea';

/** Directories for a file that the dynamic linker can load; a directory mounted with `noexec` cannot be used. */
const directories = [tmpdir(), '/dev/shm', '/var/tmp', dirname(process.execPath)];

/** Loads koffi's native part, which the executable carries. Throws the first error where no directory can be used. */
function load(): unknown {
  const library = new Uint8Array(getRawAsset('koffi.node'));
  const reasons: unknown[] = [];
  for (const directory of directories) {
    try {
      return loadFrom(directory, library);
    } catch (error) {
      reasons.push(error);
    }
  }
  throw reasons[0];
}

/**
 * Loads a library through a file that only this user may open, and whose name is removed before it is written. The
 * linker loads the file that this process has open (proc(5), `/proc/PID/fd`), whatever another user puts in its place
 * in a directory that everybody may write. No file is left behind.
 */
function loadFrom(directory: string, library: Uint8Array): unknown {
  const path = join(directory, `.portwatch-${randomBytes(16).toString('hex')}`);
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    unlinkSync(path);
    for (let at = 0; at < library.length; ) at += writeSync(file, library, at);
    const loaded: {exports: unknown} = {exports: {}};
    process.dlopen(loaded, `/proc/self/fd/${file}`, system.dlopen.RTLD_NOW);
    return loaded.exports;
  } finally {
    closeSync(file);
  }
}

/** Stands for the package koffi in the single executable, whose default export is this native part too. */
export default load();

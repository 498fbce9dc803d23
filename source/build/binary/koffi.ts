import {randomBytes} from 'node:crypto';
import {closeSync, constants, openSync, unlinkSync, writeSync} from 'node:fs';
import {constants as system, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {getRawAsset} from 'node:sea';

/**
 * Directories in which a file may lie that the dynamic linker loads; one that is mounted with `noexec` does not do.
 */
const directories = [tmpdir(), '/dev/shm', '/var/tmp', dirname(process.execPath)];

/** Loads koffi's native part, which the executable carries. Throws with the first reason where no directory does. */
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
 * Loads a library by way of a file that only this user may open, and that has lost its name before it is written. What
 * is loaded is what this process holds open (proc(5), `/proc/PID/fd`), whatever anybody puts in its place in a
 * directory that everybody may write; and nothing is left behind.
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

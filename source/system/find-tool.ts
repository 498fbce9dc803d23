import {constants} from 'node:fs';
import {access, stat} from 'node:fs/promises';
import {posix, win32} from 'node:path';
import {safeFiles} from '../linux/guarded-files.ts';
import {isUntouched, orFailure} from '../linux/proc-files.ts';

/** Directories of the tools of Unix systems; the last one is NixOS's. */
export const systemDirectories: readonly string[] = [
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/run/current-system/sw/bin',
];

/** The directory of the tools of Windows. */
export const windowsDirectory = (env: NodeJS.ProcessEnv): string =>
  win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32');

/**
 * Directories to search for a tool, in order. The PATH of root may come from another user's shell, so root uses the
 * system's directories alone. Relative entries, which name the working directory, are never used.
 */
export function toolDirectories(uid: number, searchPath: string): readonly string[] {
  if (uid === 0) return systemDirectories;
  return [...new Set([...systemDirectories, ...searchPath.split(':').filter(entry => entry.startsWith('/'))])];
}

/** Absolute path of the first executable file of that name; null where there is none. `name` is a plain file name. */
export async function findTool(name: string, directories: readonly string[]): Promise<string | null> {
  for (const directory of directories) {
    if (!systemDirectories.includes(directory) && mayHang(directory)) continue;
    const path = posix.join(directory, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Absolute path of a tool of this system, `name` without `.exe`; null where it is not installed. */
export async function pathOfTool(name: string): Promise<string | null> {
  if (process.platform === 'win32') {
    const path = win32.join(windowsDirectory(process.env), `${name}.exe`);
    return (await isExecutable(path)) ? path : null;
  }
  return findTool(name, toolDirectories(process.geteuid?.() ?? 0, process.env.PATH ?? ''));
}

/** Whether `runTool` would find the tool. */
export const hasTool = async (name: string): Promise<boolean> => (await pathOfTool(name)) !== null;

/** A directory of the user's own PATH may be on a file system that does not answer. */
const mayHang = (directory: string): boolean => isUntouched(orFailure(() => safeFiles.stat(directory)));

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

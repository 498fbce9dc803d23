import {constants} from 'node:fs';
import {access, stat} from 'node:fs/promises';
import {join} from 'node:path';

/** Where tools of the system are; the last one is where NixOS keeps them. */
export const systemDirectories: readonly string[] = [
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/run/current-system/sw/bin',
];

/**
 * Directories to look for a tool in, in order. The PATH of root may come from another user's shell, so root uses the
 * system's directories alone; relative entries (the current directory too) are never used.
 */
export function toolDirectories(uid: number, searchPath: string): readonly string[] {
  if (uid === 0) return systemDirectories;
  return [...new Set([...systemDirectories, ...searchPath.split(':').filter(entry => entry.startsWith('/'))])];
}

/** Absolute path of the first executable file of that name; null where there is none. `name` is a plain file name. */
export async function findTool(name: string, directories: readonly string[]): Promise<string | null> {
  for (const directory of directories) {
    const path = join(directory, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Whether this program would find the tool when it runs it. */
export async function hasTool(name: string): Promise<boolean> {
  const directories = toolDirectories(process.geteuid?.() ?? 0, process.env['PATH'] ?? '');
  return (await findTool(name, directories)) !== null;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

import {spawnSync} from 'node:child_process';
import {accessSync, constants, existsSync} from 'node:fs';
import {join} from 'node:path';

/** Directories of system tools that a user's PATH may lack. */
const systemDirectories = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'];

/** Absolute path of a tool; the system's own comes before one that PATH puts in its place. null where there is none. */
export function pathOf(tool: string): string | null {
  const directories = [...systemDirectories, ...(process.env.PATH ?? '').split(':')];
  const paths = directories.filter(directory => directory.startsWith('/')).map(directory => join(directory, tool));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** namespaces(7): takes CAP_SYS_ADMIN, which root in a container may lack. */
const mayUnshare = (): boolean => spawnSync('unshare', ['--net', '--mount', 'true'], {stdio: 'ignore'}).status === 0;

/**
 * Options of a suite that makes network namespaces and runs these tools: skipped, with the reason, where that cannot be
 * done. With REQUIRE_TOOLS=1 it throws instead, so that a suite that must run cannot go missing.
 */
export function needs(...tools: readonly string[]): {readonly skip: string | false} {
  const missing = ['ip', 'unshare', ...tools].filter(tool => pathOf(tool) === null);
  const absent = mayUnshare() ? missing : ['the right to make namespaces', ...missing];
  if (absent.length === 0) return {skip: false};
  const reason = `needs ${absent.join(', ')}`;
  if (process.env.REQUIRE_TOOLS === '1') throw new Error(`this machine cannot run the suite: it ${reason}`);
  return {skip: reason};
}

/**
 * Why a test must be skipped, where one of these programs is not there; else false. With REQUIRE_TOOLS=1 it is never
 * skipped, so it fails.
 */
export function lacks(...programs: readonly string[]): string | false {
  const missing = process.env.REQUIRE_TOOLS === '1' ? [] : programs.filter(program => !existsSync(program));
  return missing.length > 0 && `needs ${missing.join(', ')}`;
}

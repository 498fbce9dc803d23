import {execFileSync} from 'node:child_process';

/** Whether a command is found on PATH. */
export function isInstalled(tool: string): boolean {
  try {
    execFileSync('which', [tool], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

import {execFile} from 'node:child_process';
import {type Clean, clean} from '../../model/text.ts';

/**
 * The package finds the name of the system by commands that it waits for, such as `hostname -f`, which hangs as long as a
 * name server does. So a second process asks it, and this one does not stop.
 */
export const osNameTask = '--os-name-task';

/** Milliseconds. */
const timeLimit = 10_000;

/** Name and release of the operating system, as "Debian GNU/Linux 12"; `script` is this program's own file. Rejects when aborted. */
export function askOsName(script: string, signal: AbortSignal): Promise<Clean> {
  return new Promise((resolve, reject) => {
    const parameters = [...process.execArgv, script, osNameTask];
    execFile(process.execPath, parameters, {timeout: timeLimit, killSignal: 'SIGKILL', signal}, (error, stdout) =>
      error ? reject(error) : resolve(clean(stdout.trim(), 100)),
    );
  });
}

/** What the second process prints. */
export async function readOsName(): Promise<Clean> {
  const {osInfo} = await import('systeminformation');
  const {distro, release, platform} = await osInfo();
  return osName(distro, release, platform);
}

/** Leaves out what is unknown or said already. */
export function osName(distro: string, release: string, platform: string): Clean {
  const isKnown = (text: string): boolean => text !== '' && text.toLowerCase() !== 'unknown';
  const name = isKnown(distro) ? distro : platform;
  return clean(isKnown(release) && !name.split(' ').includes(release) ? `${name} ${release}` : name);
}

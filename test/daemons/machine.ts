import {spawn} from 'node:child_process';
import {realpathSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Readable} from 'node:stream';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {cli, projectDirectory} from '../e2e/helpers/built.ts';
import {type Ended, runToEnd} from '../e2e/helpers/portwatch.ts';
import {pidInside} from '../e2e/helpers/processes.ts';
import {deviceScript} from '../helpers/devices.ts';
import {makeControlGroup, removeControlGroup} from '../ordinary/stage.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const environment = {PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C'};

/** A program that goes on. */
export type Running = {
  readonly stdout: Readable;
  /** Kills it; resolves once it has ended. */
  readonly end: () => Promise<void>;
};

/** A booted Debian of its own. What runs in it ends with it. */
export type Machine = {
  /** Runs a command line to its end. */
  readonly inside: (...command: readonly string[]) => Promise<Ended>;
  /** Starts a command line that goes on until it is ended: one program, since children would outlive it. */
  readonly start: (...command: readonly string[]) => Running;
  readonly close: () => Promise<void>;
};

/** Makes a root directory, or adds the packages that it lacks. Takes minutes, and needs Debian's archive. */
export async function makeRoot(root: string, packages: readonly string[]): Promise<void> {
  const command = ['sh', here('make-root.sh'), root, ...packages];
  const {code, stderr} = await runToEnd(command, {env: environment, limit: 3_600_000});
  if (code !== 0) throw new Error(`no root: ${stderr.slice(-2000)}`);
}

/**
 * Boots a root directory; resolves once systemd has nothing left to start. It ends with this process at the latest.
 * `limit`: milliseconds for the boot, and for each command line.
 */
export async function openMachine(root: string, limit = 300_000): Promise<Machine> {
  const group = makeControlGroup();
  if (group === null) throw new Error('control groups of version 2 are needed');
  const kinds = ['--net', '--mount', '--pid', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'];
  const enter = `echo $$ > ${join(group, 'cgroup.procs')}; `;
  const first = spawn(
    'sh',
    ['-c', `${enter}exec setpriv --pdeathsig KILL unshare ${kinds.join(' ')} sh ${here('boot.sh')}`],
    {
      env: {
        ...environment,
        ROOT: realpathSync(root),
        CONFIGURE: here('configure.sh'),
        DEVICES: deviceScript,
        PORTWATCH: dirname(cli),
        MODULES: realpathSync(join(projectDirectory, 'node_modules')),
        NODE: process.execPath,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaints = '';
  first.stderr.setEncoding('utf8').on('data', part => (complaints += part));
  const closed = new Promise<void>(resolve => first.once('close', () => resolve()));

  const enterCommand = (): readonly string[] => {
    const pid = pidInside(first);
    if (pid === null) throw new Error(`the machine has ended: ${complaints}`);
    const names = ['--mount', '--net', '--uts', '--ipc', '--cgroup', '--pid'];
    return ['nsenter', `--target=${pid}`, ...names, '--wd=/'];
  };
  // systemctl(1) waits for every service to start again.
  const inside = (...command: readonly string[]): Promise<Ended> =>
    runToEnd([...enterCommand(), ...command], {env: environment, limit});
  const close = async (): Promise<void> => {
    first.kill('SIGKILL');
    await closed;
    for (let tries = 0; tries < 50; tries++) {
      try {
        removeControlGroup(group);
        return;
      } catch {
        await pause(100);
      }
    }
  };

  for (const end = Date.now() + limit; ; await pause(1000)) {
    const [state, jobs] =
      pidInside(first) === null
        ? [null, null]
        : [await inside('systemctl', 'is-system-running'), await inside('systemctl', 'list-jobs', '--no-legend')];
    if (/^(?:running|degraded)/.test(state?.stdout ?? '') && jobs?.stdout.trim() === '') break;
    if (first.exitCode === null && Date.now() < end) continue;
    await close();
    throw new Error(`not booted: ${state?.stdout} ${jobs?.stdout} ${complaints}`);
  }
  return {
    inside,
    start: (...command) => {
      // nsenter(1) waits for the program, which outlives it unless it asks for a signal of its own.
      const dying = ['setpriv', '--pdeathsig', 'KILL'];
      const [program = '', ...parameters] = [...enterCommand(), ...dying, ...command];
      const child = spawn(program, parameters, {env: environment, stdio: ['ignore', 'pipe', 'ignore']});
      // Its output closes with the program itself.
      const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
      const end = (): Promise<void> => {
        child.kill('SIGKILL');
        child.stdout.resume();
        return ended;
      };
      return {stdout: child.stdout, end};
    },
    close,
  };
}

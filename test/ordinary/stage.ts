import {spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import {cli, projectDirectory} from '../e2e/helpers/built.ts';
import {type Ended, runToEnd} from '../e2e/helpers/portwatch.ts';
import {gone, isAlive, pidInside} from '../e2e/helpers/processes.ts';
import {deviceScript} from '../helpers/devices.ts';

const scriptOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const words = scriptOf('words.sh');

/** A host to be thrown away, as `set-up.sh` makes it. What runs in it ends with it. */
export type Stage = {
  /** Starts a script of sh(1) as root, without a terminal; what it prints goes to its log. */
  readonly start: (name: string, script: string) => void;
  /** Runs a script of sh(1) to its end; rejects where it fails. */
  readonly run: (script: string) => Promise<void>;
  /** Lets another program, an init, become its first process: nothing can be started or run after it. */
  readonly boot: (command: string) => void;
  /** Runs a command line in it to its end. */
  readonly inside: (...command: readonly string[]) => Promise<Ended>;
  /** What the script of this name has printed. */
  readonly log: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

const environment = {PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C'};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Opens a stage. Its first process is a shell that reads its commands from a pipe of this process. It ends with this
 * process, however this process ends, and every other process in the PID namespace ends with it.
 */
export async function openStage(): Promise<Stage> {
  const group = makeControlGroup();
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', ...(group ? ['--cgroup'] : [])];
  const enter = group ? `echo $$ > ${join(group, 'cgroup.procs')}; ` : '';
  const first = spawn('sh', ['-c', `${enter}exec setpriv --pdeathsig KILL unshare ${namespaces.join(' ')} sh`], {
    env: {
      ...environment,
      CGROUP: group ?? '',
      PORTWATCH: dirname(cli),
      MODULES: realpathSync(join(projectDirectory, 'node_modules')),
      NODE: process.execPath,
      DEVICES: deviceScript,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  first.stderr.setEncoding('utf8').on('data', part => (complaints += part));
  // Writing to a shell that has ended is no error here: its end is.
  first.stdin.on('error', () => {});
  const closed = new Promise<void>(resolve => first.once('close', () => resolve()));
  const answers = createInterface({input: first.stdout})[Symbol.asyncIterator]();

  async function run(script: string): Promise<void> {
    const mark = randomUUID();
    first.stdin.write(`sh -ec ${quoted(words + script)} </dev/null >/run/ordinary/run 2>&1\necho ${mark} $?\n`);
    const {value} = await answers.next();
    if (value === `${mark} 0`) return;
    const {stdout} = first.exitCode === null ? await inside('cat', '/run/ordinary/run') : {stdout: complaints};
    throw new Error(`${script}: ${stdout}`);
  }

  const inside = (...command: readonly string[]): Promise<Ended> => {
    const pid = pidInside(first);
    const kinds = ['--mount', '--net', `--pid=/proc/${pid}/ns/pid`, ...(group ? ['--cgroup'] : [])];
    return runToEnd(['nsenter', `--target=${pid}`, ...kinds, '--wd=/', ...command], {env: environment});
  };

  const close = async (): Promise<void> => {
    const pid = pidInside(first);
    first.kill('SIGKILL');
    await closed;
    // The first process of a PID namespace is gone once all the others are, pid_namespaces(7).
    if (pid !== null) await gone(() => isAlive(pid));
    if (group) removeControlGroup(group);
  };

  first.stdin.write(`${scriptOf('set-up.sh')}\ncd /\necho ready\n`);
  const {value} = await answers.next();
  if (value !== 'ready') {
    await close();
    throw new Error(`no stage: ${complaints}`);
  }
  first.stdin.write('set +e\n');
  return {
    start: (name, script) => {
      const text = quoted(words + script);
      first.stdin.write(`setsid sh -ec ${text} </dev/null >/run/ordinary/${name}.log 2>&1 &\n`);
    },
    run,
    boot: command => {
      first.stdin.write(`exec ${command} </dev/null >/run/ordinary/boot.log 2>&1\n`);
    },
    inside,
    log: async name => (await inside('tail', '-c', '2000', `/run/ordinary/${name}.log`)).stdout,
    close,
  };
}

let opened = 0;

/** Where control groups of version 2 are mounted: alone, or beside those of version 1. */
const hierarchies = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'];

/** Whether a stage can have systemd as its first process. */
export function canBoot(): boolean {
  const group = existsSync('/lib/systemd/systemd') ? makeControlGroup() : null;
  if (group !== null) removeControlGroup(group);
  return group !== null;
}

/** A group in which the stage finds the hierarchy of a whole host; null where none can be made. */
export function makeControlGroup(): string | null {
  const hierarchy = hierarchies.find(path => existsSync(join(path, 'cgroup.procs')));
  if (hierarchy === undefined) return null;
  const group = join(hierarchy, `portwatch-ordinary-${process.pid}-${opened++}`);
  try {
    mkdirSync(group);
    return group;
  } catch {
    return null;
  }
}

/** A group without processes is removed like a directory that is empty, whatever files it shows, cgroups(7). */
export function removeControlGroup(group: string): void {
  for (const each of readdirSync(group, {withFileTypes: true})) {
    if (each.isDirectory()) removeControlGroup(join(group, each.name));
  }
  rmdirSync(group);
}

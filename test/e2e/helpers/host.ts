import {type ChildProcess, execFile, execFileSync} from 'node:child_process';
import {once} from 'node:events';
import type {TestContext} from 'node:test';
import {promisify} from 'node:util';
import {pathOf} from './needs.ts';
import {type Holder, startHolder} from './sockets.ts';

const run = promisify(execFile);
const ip = pathOf('ip') ?? 'ip';

/** A network namespace of its own: loopback is up, and `outerAddress` is an address that is not loopback. */
export type Host = {
  /** Processes in it, by pid. */
  readonly processes: () => Promise<readonly number[]>;
  /** What to put before a command line so that it runs in this namespace; in place, with the same pid. */
  readonly within: readonly string[];
  /** Starts a process that holds sockets, and tells it these commands (see `sockets.py`). */
  readonly hold: (
    commands: readonly string[],
    options?: {
      /** Its user. */
      readonly as?: number;
      /** One more argument, of no meaning. */
      readonly argument?: string;
      /** Path of the Python that runs it. */
      readonly python?: string;
    },
  ) => Promise<Holder>;
};

/** Of documentation (RFC 5737), so never one of the machine's own. */
export const outerAddress = '203.0.113.7';

let made = 0;

/** Makes a host; it and the holders it started end with the test, also when that fails. */
export async function openHost(t: TestContext): Promise<Host> {
  const name = `pwe2e-${process.pid}-${made++}`;
  const remove = (): void => void execFileSync(ip, ['netns', 'delete', name], {stdio: 'ignore'});
  const holders: ChildProcess[] = [];
  await run(ip, ['netns', 'add', name]);
  process.once('exit', remove);
  t.after(async () => {
    process.off('exit', remove);
    for (const child of holders) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    remove();
  });
  await run(ip, ['-n', name, 'link', 'set', 'lo', 'up']);
  await run(ip, ['-n', name, 'address', 'add', `${outerAddress}/32`, 'dev', 'lo']);
  const within = [ip, 'netns', 'exec', name];
  return {
    processes: async () => (await run(ip, ['netns', 'pids', name])).stdout.split('\n').filter(Boolean).map(Number),
    within,
    hold: async (commands, {as, argument, python} = {}) => {
      const {holder, child} = startHolder([...within, ...(as === undefined ? [] : asUser(as))], argument, python);
      holders.push(child);
      for (const command of commands) await holder.tell(command);
      return holder;
    },
  };
}

/** What to put before a command line so that it runs as another user, without any capability. */
export const asUser = (uid: number): readonly string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${uid}`,
  '--clear-groups',
];

import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {undoAtEnd} from './cleanup.ts';

export type Load = {
  readonly sockets: number;
  /** Share of the connections that is closed and opened again every second. */
  readonly churn: number;
  /** What runs a command in the network namespace of these sockets. */
  readonly within: readonly string[];
  readonly end: () => void;
};

const script = fileURLToPath(new URL('load.py', import.meta.url));
let count = 0;

/** Sockets of one process at most: in a container, even root may open no more than 20,000 files as a rule. */
const perProcess = 19_900;

/** Processes for a load: three, or as many more as its sockets take. */
const processesFor = (sockets: number): number => Math.max(3, Math.ceil(sockets / perProcess));

/** Opens that many sockets, held by `processes`, in a network namespace of its own. */
export async function openLoad(sockets: number, churn: number, processes = processesFor(sockets)): Promise<Load> {
  const name = `portwatch-bench-${process.pid}-${++count}`;
  const within = ['ip', 'netns', 'exec', name];
  execFileSync('ip', ['netns', 'add', name], {stdio: ['ignore', 'ignore', 'inherit']});
  const remove = undoAtEnd(() => void execFileSync('ip', ['netns', 'del', name], {stdio: 'ignore'}));
  execFileSync('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
  const child = spawn(
    'ip',
    [
      ...within.slice(1),
      'python3',
      script,
      String(sockets),
      '--churn',
      String(churn),
      '--processes',
      String(processes),
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  // The holders end with the script.
  const stop = undoAtEnd(() => void child.kill('SIGKILL'));
  const end = (): void => {
    stop();
    remove();
  };
  const lines = createInterface({input: child.stdout});
  const [line = ''] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as string[];
  const opened = Number(line.match(/^ready (\d+)$/)?.[1] ?? Number.NaN);
  if (!(opened > 0.9 * sockets)) throw new Error(`the load of ${sockets} sockets did not open: "${line}"`);
  return {sockets: opened, churn, within, end};
}

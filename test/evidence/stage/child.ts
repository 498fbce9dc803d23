import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

const environment = {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C.UTF-8', TERM: 'dumb'};

export type Child = {
  readonly pid: number;
  /** Lines of its standard output so far. */
  readonly lines: readonly string[];
  readonly errors: () => string;
  readonly send: (line: string) => void;
  /** Ends its input, and the process with it. */
  readonly stop: () => Promise<void>;
  readonly ended: Promise<number | null>;
};

/** Starts a program that runs until `stop`, or until its input ends with this process. */
export function startChild([program = '', ...parameters]: readonly string[]): Child {
  const child = spawn(program, parameters, {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: nsenter(1) starts another process in the namespace, which must end with it.
    detached: true,
  });
  const lines: string[] = [];
  let errors = '';
  createInterface({input: child.stdout}).on('line', line => lines.push(line));
  child.stderr.setEncoding('utf8').on('data', text => (errors += text));
  // Writing to a program that has ended is no error here.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  return {
    pid: child.pid ?? 0,
    lines,
    errors: () => errors,
    send: line => void child.stdin.write(`${line}\n`),
    stop: async () => {
      const isRunning = child.exitCode === null && child.signalCode === null;
      if (isRunning && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
    ended,
  };
}

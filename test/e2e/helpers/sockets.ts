import {type ChildProcess, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {pathOf} from './needs.ts';

const script = readFileSync(new URL('sockets.py', import.meta.url), 'utf8');
/** Takes the script from its first line of input: another user may not be able to read the file. */
const loader = 'import json, sys; exec(json.loads(sys.stdin.readline()))';

/** A process of its own that holds real sockets. */
export type Holder = {
  readonly pid: number;
  /** Carries out one command of `sockets.py`, as `listen tcp 127.0.0.1 4501`; the number of the socket. */
  readonly tell: (command: string) => Promise<number>;
};

/** Starts a holder by way of `command`, which runs what follows it in some namespace. `python` may be a copy by another name. */
export function startHolder(
  command: readonly string[],
  argument?: string,
  python = pathOf('python3') ?? 'python3',
): {readonly holder: Holder; readonly child: ChildProcess} {
  const [program = '', ...parameters] = [...command, python, '-c', loader, ...(argument ? [argument] : [])];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  child.stdin.write(`${JSON.stringify(script)}\n`);
  const answers = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const tell = async (line: string): Promise<number> => {
    child.stdin.write(`${line}\n`);
    const {value} = await answers.next();
    if (!/^\d+$/.test(value ?? '')) throw new Error(`the holder of sockets says: ${value ?? 'nothing, it has ended'}`);
    return Number(value);
  };
  return {holder: {pid: child.pid ?? 0, tell}, child};
}

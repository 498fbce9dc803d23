import {type ChildProcess, spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {pathOf} from './needs.ts';

const script = readFileSync(new URL('sockets.py', import.meta.url), 'utf8');
let installed: string | null = null;

/**
 * The script where a program may lie and every user can read it: code without a file, or in a home or under /tmp, would
 * be odd in itself. Without root, in a temporary directory.
 */
function installedScript(): string {
  if (installed !== null) return installed;
  const directory = mkdtempSync(process.geteuid?.() === 0 ? '/var/lib/portwatch-test-' : join(tmpdir(), 'portwatch-'));
  chmodSync(directory, 0o755);
  installed = join(directory, 'sockets.py');
  writeFileSync(installed, script, {mode: 0o644});
  process.once('exit', () => rmSync(directory, {recursive: true, force: true}));
  return installed;
}

/** A process of its own that holds real sockets. */
export type Holder = {
  readonly pid: number;
  /** Carries out one command of `sockets.py`, as `listen tcp 127.0.0.1 4501`; the number of the socket. */
  readonly tell: (command: string) => Promise<number>;
};

/**
 * Starts a holder by way of `command`, which runs what follows it in some namespace. `python` may be a copy by another
 * name.
 */
export function startHolder(
  command: readonly string[],
  argument?: string,
  python = pathOf('python3') ?? 'python3',
): {readonly holder: Holder; readonly child: ChildProcess} {
  const [program = '', ...parameters] = [...command, python, installedScript(), ...(argument ? [argument] : [])];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  const answers = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const tell = async (line: string): Promise<number> => {
    child.stdin.write(`${line}\n`);
    const {value} = await answers.next();
    if (!/^\d+$/.test(value ?? '')) throw new Error(`the holder of sockets says: ${value ?? 'nothing, it has ended'}`);
    return Number(value);
  };
  return {holder: {pid: child.pid ?? 0, tell}, child};
}

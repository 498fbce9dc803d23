import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {Host} from './host.ts';
import {pathOf} from './needs.ts';
import {type Ended, portwatch, runToEnd} from './portwatch.ts';

/** Services of a host that are accepted, started again and changed. */

/** A listener: protocol, address, port; port 0 is one that the kernel gives. */
export type End = readonly [protocol: 'tcp' | 'udp', address: string, port: number];

export type Service = {
  /** The ports that it has now. */
  readonly ports: readonly number[];
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** A directory that only root may write, for programs and a baseline. It goes with the test. */
export function openDirectory(t: Pick<TestContext, 'after'>): string {
  const directory = mkdtempSync('/var/lib/portwatch-test-');
  // Programs lie where everybody may read them.
  chmodSync(directory, 0o755);
  t.after(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
}

const listen = fileURLToPath(new URL('listen.py', import.meta.url));
const python = pathOf('python3') ?? 'python3';

/** The script of a service, in a directory; the same for the same comment. */
export function installScript(directory: string, name: string, comment = ''): readonly string[] {
  const path = join(directory, name);
  copyFileSync(listen, path);
  chmodSync(path, 0o644);
  if (comment !== '') writeFileSync(path, `# ${comment}\n`, {flag: 'a'});
  return [python, path];
}

/** A compiled program that listens on the TCP port of its first argument; another file for another `mark`. */
export function installBinary(directory: string, name: string, mark: number): readonly string[] {
  const path = join(directory, name);
  const code = `
    #include <arpa/inet.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <unistd.h>
    volatile int mark = ${mark};
    int main(int count, char **words) {
      struct sockaddr_in end = {AF_INET, htons(atoi(words[1])), {INADDR_ANY}};
      int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
      setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      if (bind(fd, (struct sockaddr *)&end, sizeof end) || listen(fd, 16)) return 1;
      printf("%s\\n", words[1]);
      fflush(stdout);
      char byte;
      while (read(0, &byte, 1) > 0) {}
      return 0;
    }`;
  const source = `${path}.c`;
  writeFileSync(source, code);
  // A program that runs cannot be written, but it can be replaced.
  rmSync(path, {force: true});
  execFileSync('gcc', ['-o', path, source]);
  return [path];
}

/** Starts a service in the network of a host, and waits until it listens. It ends with the test. */
export async function startService(
  t: Pick<TestContext, 'after'>,
  {within}: Host,
  command: readonly string[],
  {workers = 0, ends = [], unit}: {readonly workers?: number; readonly ends?: readonly End[]; readonly unit?: string},
): Promise<Service> {
  const isScript = command.length > 1;
  const words = isScript ? [workers, ...ends.flat()] : [ends[0]?.[2] ?? 0];
  const [program = '', ...parameters] = [...within, ...command, ...words.map(String)];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit'], cwd: '/'});
  const stop = (): Promise<void> => stopChild(child);
  t.after(stop);
  const {value} = await createInterface({input: child.stdout})[Symbol.asyncIterator]().next();
  if (typeof value !== 'string') throw new Error(`${command.join(' ')} does not listen`);
  const pid = child.pid ?? 0;
  if (unit !== undefined) joinUnit(t, pid, unit);
  return {ports: value.split(' ').map(Number), pid, stop};
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  await once(child, 'exit');
}

/** Where control groups of version 2 are mounted: alone, or beside those of version 1. */
const hierarchy = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find(path => existsSync(join(path, 'cgroup.procs')));

/** Puts a process where systemd would put the processes of a unit. */
function joinUnit(t: Pick<TestContext, 'after'>, pid: number, unit: string): void {
  if (hierarchy === undefined) throw new Error('there is no hierarchy of control groups');
  const group = join(hierarchy, 'system.slice', unit);
  mkdirSync(group, {recursive: true});
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
  t.after(() => {
    for (const directory of [group, join(hierarchy, 'system.slice')]) {
      try {
        rmdirSync(directory);
      } catch {
        // It has other groups, or is gone.
      }
    }
  });
}

/** Whether processes can be put into control groups here. */
export function canMakeGroups(): boolean {
  if (hierarchy === undefined) return false;
  const group = join(hierarchy, `portwatch-test-${process.pid}`);
  try {
    mkdirSync(group);
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

/** Runs the program on a host with a baseline of its own, and nothing of this user's settings. */
export type Run = (...options: readonly string[]) => Promise<Ended>;

/** The command line of the program with a baseline in a directory, and its environment. */
export const withBaseline = (directory: string): {readonly path: string; readonly env: Record<string, string>} => ({
  path: join(directory, 'baseline.toml'),
  env: {HOME: directory, XDG_CONFIG_HOME: directory, XDG_CACHE_HOME: join(process.env.HOME ?? '/', '.cache')},
});

export const runner =
  ({within}: Host, directory: string): Run =>
  (...options) => {
    const {path, env} = withBaseline(directory);
    return runToEnd([...within, ...portwatch, '--baseline', path, ...options], {env});
  };

import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline/promises';
import {fileURLToPath} from 'node:url';

/** Why tests that need these tools are skipped, false where they work; with REQUIRE_TOOLS=1 they are never skipped. */
export function skipWithout(...tools: readonly ('ip netns' | 'ss' | 'python3')[]): string | false {
  if (process.env.REQUIRE_TOOLS === '1') return false;
  const works = {
    'ip netns': () => {
      const name = `portwatch-probe-${process.pid}`;
      execFileSync('ip', ['netns', 'add', name], {stdio: 'ignore'});
      execFileSync('ip', ['netns', 'del', name], {stdio: 'ignore'});
    },
    ss: () => void execFileSync('ss', ['-V'], {stdio: 'ignore'}),
    python3: () => void execFileSync('python3', ['-V'], {stdio: 'ignore'}),
  };
  for (const tool of tools) {
    try {
      works[tool]();
    } catch {
      return `${tool} does not work here`;
    }
  }
  return false;
}

export type Namespace = {
  readonly ip: (...args: string[]) => void;
  /** Starts a script of this folder inside, and resolves when it prints "ready". */
  readonly start: (script: string) => Promise<void>;
  /** Runs a script of this folder inside to its end: what it printed. */
  readonly run: (script: string) => Promise<string>;
  /** Ends what was started, and removes it. */
  readonly remove: () => Promise<void>;
};

/** A network namespace with loopback up. */
export function createNamespace(name: string): Namespace {
  const started: ChildProcess[] = [];
  const ip = (...args: string[]): void => void execFileSync('ip', ['-n', name, ...args], {stdio: 'pipe'});
  const inside = (script: string): string[] => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const program = script.endsWith('.py') ? ['python3'] : [process.execPath, '--import', 'tsx'];
    return ['netns', 'exec', name, ...program, path];
  };
  execFileSync('ip', ['netns', 'add', name], {stdio: 'pipe'});
  ip('link', 'set', 'lo', 'up');
  return {
    ip,
    start: async script => {
      const child = spawn('ip', inside(script), {stdio: ['pipe', 'pipe', 'inherit']});
      started.push(child);
      const lines = createInterface({input: child.stdout});
      const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
      if (line !== 'ready') throw new Error(`${script} did not start`);
    },
    run: async script => {
      const child = spawn('ip', inside(script), {stdio: ['ignore', 'pipe', 'inherit']});
      started.push(child);
      let printed = '';
      child.stdout.setEncoding('utf8').on('data', text => {
        printed += text;
      });
      await once(child, 'close');
      return printed;
    },
    remove: async () => {
      for (const child of started) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      execFileSync('ip', ['netns', 'del', name], {stdio: 'pipe'});
    },
  };
}

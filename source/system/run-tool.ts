import {type ChildProcess, spawn} from 'node:child_process';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {pathOfTool, systemDirectories, windowsDirectory} from './find-tool.ts';
import {logged} from './logged-tool.ts';

/** How a tool ended. `code` is null where the tool was killed for printing more than the output limit (`truncated`). */
export type ToolResult =
  | {
      readonly kind: 'done';
      readonly code: number | null;
      readonly stdout: Buffer;
      readonly stderr: Buffer;
      readonly truncated: boolean;
    }
  | {readonly kind: 'missing'}
  | {readonly kind: 'timed-out'}
  | {readonly kind: 'aborted'}
  | {readonly kind: 'failed'; readonly message: Clean};

export type ToolLimits = {
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** Bytes of each of standard output and standard error. */
  readonly outputLimit?: number;
};

export type RunTool = (tool: string, parameters: readonly string[], limits: ToolLimits) => Promise<ToolResult>;

const isWindows = process.platform === 'win32';

/**
 * Runs a tool of the system without a shell, without standard input and with an environment of PATH and LC_ALL=C only
 * (on Windows PATH and SystemRoot, without which its tools do not start). At the first limit, and when aborted, kills
 * the whole process group and resolves at once, even where the tool is stuck in the kernel. Never rejects.
 */
export const runTool: RunTool = logged(run);

async function run(...[tool, parameters, limits]: Parameters<RunTool>): Promise<ToolResult> {
  const path = await pathOfTool(tool);
  if (path === null) return {kind: 'missing'};
  if (limits.signal.aborted) return {kind: 'aborted'};
  try {
    // A process group of its own can be killed as a whole. On Windows `detached` would open a window.
    const child = spawn(path, parameters, {
      cwd: '/',
      detached: !isWindows,
      windowsHide: true,
      env: isWindows
        ? {PATH: windowsDirectory(process.env), SystemRoot: process.env.SystemRoot}
        : {PATH: systemDirectories.join(':'), LC_ALL: 'C'},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    return await outcome(child, limits).finally(() => running.delete(child));
  } catch (error) {
    return {kind: 'failed', message: messageOf(error)};
  }
}

const running = new Set<ChildProcess>();

/**
 * Kills all tools that still run, and their children. They are in sessions of their own, so no signal of the terminal
 * reaches them.
 */
export function endTools(): void {
  for (const child of running) killGroup(child);
}

function outcome(child: ChildProcess, {signal, timeLimit, outputLimit = 1 << 20}: ToolLimits): Promise<ToolResult> {
  return new Promise(resolve => {
    const finish = (result: ToolResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
    const stop = (result: ToolResult): void => {
      killGroup(child);
      finish(result);
    };
    const done = (code: number | null, truncated: boolean): ToolResult => ({
      kind: 'done',
      code,
      stdout: stdout(),
      stderr: stderr(),
      truncated,
    });
    const abort = (): void => stop({kind: 'aborted'});
    const full = (): void => stop(done(null, true));
    const timer = setTimeout(() => stop({kind: 'timed-out'}), timeLimit);
    const stdout = gather(child.stdout, outputLimit, full);
    const stderr = gather(child.stderr, outputLimit, full);
    signal.addEventListener('abort', abort, {once: true});
    child.on('error', error => finish({kind: 'failed', message: messageOf(error)}));
    // On 'exit' output may still be on its way.
    child.on('close', (code, ended) =>
      finish(code === null ? {kind: 'failed', message: trusted(`ended by ${ended ?? 'a signal'}`)} : done(code, false)),
    );
  });
}

function gather(stream: NodeJS.ReadableStream | null, limit: number, full: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (size > limit) return;
    chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
    if (size > limit) full();
  });
  return () => Buffer.concat(chunks);
}

function killGroup(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
  if (child.pid === undefined) return;
  try {
    process.kill(isWindows ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended already.
  }
}

function messageOf(error: unknown): Clean {
  return sanitize(error instanceof Error ? error.message : String(error));
}

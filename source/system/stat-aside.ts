import {type ChildProcess, spawn} from 'node:child_process';
import type {Socket} from 'node:net';
import {pathOfTool} from './find-tool.ts';

/** Milliseconds. */
const timeLimit = 2000;
const outputLimit = 4096;

/** The only process that may wait for a file system that does not answer; null once it has ended. */
let waiting: ChildProcess | null = null;

/**
 * Device and inode of files, as `2049:131`, links followed, from stat(1) in a process of its own: only this process
 * sleeps where their file system does not answer. null after two seconds, where a file cannot be read, and where an
 * earlier process still waits. The end of this program does not wait for the process. Never rejects.
 */
export async function statAside(paths: readonly string[]): Promise<readonly string[] | null> {
  const tool = await pathOfTool('stat');
  if (tool === null || waiting !== null) return null;
  const child = spawn(tool, ['-L', '-c', '%d:%i', '--', ...paths], {
    cwd: '/',
    detached: true,
    env: {LC_ALL: 'C'},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  waiting = child;
  // The process does not keep this program running.
  child.unref();
  (child.stdout as Socket).unref();
  const {promise, resolve} = Promise.withResolvers<readonly string[] | null>();
  const ended = (): void => {
    waiting = null;
    resolve(null);
  };
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString('latin1')).slice(0, outputLimit);
  });
  child.once('error', ended).once('close', code => {
    if (code === 0) resolve(output.trimEnd().split('\n'));
    ended();
  });
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    child.stdout.destroy();
    resolve(null);
  }, timeLimit);
  timer.unref();
  return promise.finally(() => clearTimeout(timer));
}

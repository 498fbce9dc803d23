import type {UntouchedWhy} from '../domain/known.ts';
import {safeFiles} from '../linux/guarded-files.ts';
import {isUntouched, orFailure} from '../linux/proc-files.ts';
import {runTool} from './run-tool.ts';

/** Why a path must not be touched by this program: its file system may hang. null where it may be, or is not there. */
export function whyHanging(path: string): UntouchedWhy | null {
  const found = orFailure(() => safeFiles.stat(path));
  return isUntouched(found) ? found : null;
}

/** Milliseconds, and bytes. */
const timeLimit = 2000;
const outputLimit = 1 << 20;

/**
 * The text of a file on a file system that may hang, by cat(1), which alone waits for it. null where it does not answer
 * within two seconds, "" where the file is not there or cannot be read. Never rejects.
 */
export async function readAside(path: string): Promise<string | null> {
  const result = await runTool('cat', ['--', path], {signal: new AbortController().signal, timeLimit, outputLimit});
  if (result.kind !== 'done') return null;
  return result.code === 0 ? result.stdout.toString('utf8') : '';
}

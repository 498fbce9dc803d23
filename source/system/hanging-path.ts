import type {UntouchedWhy} from '../domain/known.ts';
import {safeFiles} from '../linux/guarded-files.ts';
import {isUntouched, orFailure} from '../linux/proc-files.ts';
import {runTool} from './run-tool.ts';

/**
 * The reason why this program must not touch a path: its file system may hang. null where it may, and without a file.
 */
export function whyHanging(path: string): UntouchedWhy | null {
  const found = orFailure(() => safeFiles.stat(path));
  return isUntouched(found) ? found : null;
}

/** Milliseconds. */
const timeLimit = 2000;
/** Bytes. */
const outputLimit = 1 << 20;

/**
 * The text of a file on a file system that may hang, read by cat(1): only that process waits. null where cat(1) does
 * not end within two seconds, "" where the file is not there or cannot be read. Never rejects.
 */
export async function readAside(path: string): Promise<string | null> {
  const result = await runTool('cat', ['--', path], {signal: new AbortController().signal, timeLimit, outputLimit});
  if (result.kind !== 'done') return null;
  return result.code === 0 ? result.stdout.toString('utf8') : '';
}

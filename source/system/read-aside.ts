import {runTool} from './run-tool.ts';

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

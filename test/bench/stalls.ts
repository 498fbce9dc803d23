import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** What is loaded before the program, so that it writes its stalls to the file that STALL_FILE names. */
export const preload = fileURLToPath(new URL('stall.ts', import.meta.url));

/** The longest stall in that file from one time to another (milliseconds since the epoch); in milliseconds. */
export function longestStall(file: string, from: number, to = Number.POSITIVE_INFINITY): number {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const stalls = lines.map(line => {
    const [at = 0, stall = 0] = line.split(' ').map(Number);
    return at >= from && at < to ? stall : 0;
  });
  return Math.max(0, ...stalls);
}

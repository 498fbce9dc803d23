import {setTimeout} from 'node:timers/promises';
import {type Clean, sanitize} from '../../domain/text.ts';

/**
 * Waits for the next refresh of a mode that refreshes for ever: `interval` milliseconds after the one that began at
 * `started` (performance.now()), and half of it at least. Resolves at once when the signal comes.
 */
export async function untilNextRefresh(started: number, interval: number, signal?: AbortSignal): Promise<void> {
  const rest = Math.max(interval / 2, interval - (performance.now() - started));
  await setTimeout(rest, undefined, signal ? {signal} : {}).catch(() => {});
}

/** A line without its end for standard error. */
export const refreshFailed = (error: unknown): Clean =>
  sanitize(`portwatch: a refresh failed: ${error instanceof Error ? error.message : String(error)}`, 330);

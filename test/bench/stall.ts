import {appendFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {isatty} from 'node:tty';

/**
 * Loaded before the program: writes every quarter of a second the time (milliseconds since the epoch) and the longest
 * stall of the event loop since the line before (milliseconds) to the file that STALL_FILE names. Not in what the
 * program starts itself.
 */
const resolution = 5;
const file = process.env.STALL_FILE;

if (file && isatty(1)) {
  const histogram = monitorEventLoopDelay({resolution});
  histogram.enable();
  setInterval(() => {
    // What is recorded is the time between two turns of a timer, which is `resolution` where nothing stalls.
    const stall = Math.max(0, histogram.max / 1e6 - resolution);
    appendFileSync(file, `${Date.now()} ${stall.toFixed(1)}\n`);
    histogram.reset();
  }, 250).unref();
}

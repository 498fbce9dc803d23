import {readFileSync} from 'node:fs';
import {setFlagsFromString} from 'node:v8';
import {socketsIn} from '../linux/socket-counts.ts';

type Flag = 'heap-growing-percent' | 'invocation-count-for-turbofan' | 'semi-space-growth-factor';

/** With more sockets than this, one poll makes so much garbage that more space costs less than frequent collections. */
const manySockets = 3000;
/**
 * Largest growth of the heap, in percent, before all of it is collected. By default V8 lets the heap grow up to
 * fourfold, and keeps the memory. Under churn, rows of sockets live just long enough to be promoted before they die.
 */
const growingPercent = 25;
/**
 * Calls after which TurboFan compiles a function: twice to ten times the default. Code of Maglev is nearly as fast, and
 * TurboFan took a quarter of all CPU time of the first poll of 48,000 sockets.
 */
const callsForTurboFan = 30_000;
/**
 * V8 multiplies each half of the space for new objects, 1 MiB at first, by this factor when it grows. 1 stops the
 * growth.
 */
const manyFactor = 16;
/**
 * Arrays of 8 kB, 1.6 MB together: they outlive two collections of halves of 1 MiB, upon which V8 lets the space grow,
 * once.
 */
const outliving = {arrays: 200, slots: 1000};

/**
 * The values of the flags while nobody has set them; for TurboFan, `--v8-options` prints another one. V8 takes compiled
 * code, that of Node's own modules too, only where all flags are as they were when it was written.
 */
const defaultsOf = (turboFan: number): Readonly<Record<Flag, number>> => ({
  'heap-growing-percent': 0,
  'invocation-count-for-turbofan': turboFan,
  'semi-space-growth-factor': 2,
});

/**
 * The flags of V8 that exist in each major version of Node. Node does not throw for an unknown flag: V8 prints an error
 * on the terminal. So a version stands here only after test/install/v8-flags.test.ts has tried it (`npm run
 * test:nodes`).
 */
export const flagsByNode: Readonly<Record<string, Readonly<Record<Flag, number>>>> = {
  22: defaultsOf(3000),
  24: defaultsOf(10_000),
  26: defaultsOf(16_000),
};

/** The edges of `limitHeap`; tests pass their own. */
type Engine = {readonly nodeMajor: string; readonly setFlag: (flag: string) => void};

const thisEngine: Engine = {nodeMajor: process.versions.node.split('.')[0] ?? '', setFlag: setFlagsFromString};

/** The limits that are set, so none before `limitHeap`. */
const limits = new Map<Flag, number>();

/**
 * Sets the limits of V8's heap for about this many sockets. Call it once, before the full screen is drawn;
 * heap-limits.md has the reasons. Does nothing on a version of Node that has not been tried.
 */
export function limitHeap(sockets: number, {nodeMajor, setFlag}: Engine = thisEngine): void {
  if (!flagsByNode[nodeMajor]) return;
  const set = (flag: Flag, value: number): void => {
    setFlag(`--${flag}=${value}`);
    limits.set(flag, value);
  };
  set('heap-growing-percent', growingPercent);
  set('invocation-count-for-turbofan', callsForTurboFan);
  if (sockets > manySockets) {
    set('semi-space-growth-factor', manyFactor);
    Array.from({length: outliving.arrays}, () => new Array(outliving.slots).fill(0));
  }
  set('semi-space-growth-factor', 1);
}

/** Does some work while every flag is as it was at the start, and sets the limits again. Rejects as the work does. */
export async function withDefaultFlags<T>(
  work: () => T | Promise<T>,
  {nodeMajor, setFlag}: Engine = thisEngine,
): Promise<T> {
  const defaults = flagsByNode[nodeMajor];
  if (defaults) for (const flag of limits.keys()) setFlag(`--${flag}=${defaults[flag]}`);
  try {
    return await work();
  } finally {
    for (const [flag, value] of limits) setFlag(`--${flag}=${value}`);
  }
}

/** The approximate number of sockets on this host, before any is read; 0 where the system does not count them. */
export const countSockets = (): number =>
  ['sockstat', 'sockstat6'].reduce((sum, name) => sum + socketsIn(textOf(`/proc/net/${name}`)), 0);

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

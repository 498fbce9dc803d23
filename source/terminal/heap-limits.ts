import {readFileSync} from 'node:fs';
import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';
import {socketsIn} from '../linux/socket-counts.ts';

type Flag = 'heap-growing-percent' | 'invocation-count-for-turbofan' | 'semi-space-growth-factor';

/**
 * Size of V8's space for new objects, in MiB, with more sockets than `many`: one poll makes so much garbage then that
 * more space costs less than frequent collections. V8 begins with 2. With more than `veryMany`, whose first poll fills
 * the whole heap, V8 may let it grow and shrink as it likes: a space that it shrank between two polls, and that may not
 * grow again, takes a poll a thousand collections.
 */
const newSpace = {many: 3000, veryMany: 100_000, size: 8};
/**
 * Largest growth of the heap, in percent, before all of it is collected. By default V8 lets the heap grow up to
 * fourfold, and keeps the memory. Under churn, rows of sockets live just long enough to be promoted before they die.
 * Very many sockets fill the heap, and little of it is garbage at first: until the first rows it may double; after
 * the first poll 25 % would be more than the whole heap of an ordinary host.
 */
const growingPercent = 25;
const growingPercents = {start: 100, firstRows: 25, firstPoll: 15} as const;
/**
 * Calls after which TurboFan compiles a function: twice to ten times the default. Code of Maglev is nearly as fast, and
 * TurboFan took a quarter of all CPU time of the first poll of 48,000 sockets.
 */
const callsForTurboFan = 30_000;
/**
 * Arrays of 8 kB, 1.6 MB a round: where they outlive collections, V8 doubles the space for new objects. By the last
 * round it has grown for certain. A `semi-space-growth-factor` of 1 stops the growth.
 */
const outliving = {arrays: 200, slots: 1000, rounds: 60};

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

/** Limits the heap further once the first rows are on the screen, and after the first poll. */
export type TightenHeap = (stage: 'firstRows' | 'firstPoll') => void;

/** The edges of `limitHeap`; tests pass their own. */
type Engine = {readonly nodeMajor: string; readonly setFlag: (flag: string) => void; readonly sizeNow: () => number};

const mebibyte = 2 ** 20;

const thisEngine: Engine = {
  nodeMajor: process.versions.node.split('.')[0] ?? '',
  setFlag: setFlagsFromString,
  sizeNow: () =>
    (getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space')?.space_size ?? 0) / mebibyte,
};

/** The limits that are set, so none before `limitHeap`. */
const limits = new Map<Flag, number>();

/**
 * Sets the limits of V8's heap for about this many sockets, and returns the function that tightens them later. Call it
 * once, before the full screen is drawn. Does nothing on a version of Node that has not been tried.
 */
export function limitHeap(sockets: number, {nodeMajor, setFlag, sizeNow}: Engine = thisEngine): TightenHeap {
  if (!flagsByNode[nodeMajor]) return () => {};
  const set = (flag: Flag, value: number): void => {
    setFlag(`--${flag}=${value}`);
    limits.set(flag, value);
  };
  const areVeryMany = sockets > newSpace.veryMany;
  set('heap-growing-percent', areVeryMany ? growingPercents.start : growingPercent);
  set('invocation-count-for-turbofan', callsForTurboFan);
  if (!areVeryMany) {
    if (sockets > newSpace.many) growNewSpace(sizeNow);
    set('semi-space-growth-factor', 1);
  }
  return stage => {
    if (areVeryMany) set('heap-growing-percent', growingPercents[stage]);
  };
}

function growNewSpace(sizeNow: Engine['sizeNow']): void {
  const array = new Array(outliving.slots).fill(0);
  const arrays: unknown[][] = [];
  for (let round = 0; round < outliving.rounds && sizeNow() < newSpace.size; round++) {
    // A copy, since V8 soon puts literal arrays that outlive collections among old objects at once.
    for (let count = 0; count < outliving.arrays; count++) arrays.push(array.slice());
  }
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

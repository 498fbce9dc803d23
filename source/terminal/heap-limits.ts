import {readFileSync} from 'node:fs';
import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';
import {socketsIn} from '../linux/socket-counts.ts';

/** More sockets than this make enough garbage a poll that room for it costs less than collecting it often. */
const manySockets = 3000;
/**
 * Bytes of V8's space for new objects, both halves, from which on it grows no more. To collect it then takes below 30 ms, three
 * times in the first look at 48,000 sockets.
 */
const maxNewSpace = 32 * 2 ** 20;
/**
 * By how much, in percent, the heap may grow before all of it is collected. Left to itself V8 lets it become up to four times what
 * lives in it, and that stays; where sockets come and go their rows have lived long enough to count as old when they go.
 */
const growth = 25;
/**
 * Calls after which V8 compiles a function by TurboFan, ten times as many as it would. What Maglev makes of it is nearly as fast, and
 * TurboFan took a quarter of all CPU time of the first look at 48,000 sockets.
 */
const callsForTurboFan = 30_000;
/** Milliseconds between two looks at how large the space for new objects has become. */
const pause = 5;

let isStarted = false;
let isMany = false;
let factor = 2;

/**
 * Keeps V8's space for new objects (two halves of 1 MiB at first) from growing to halves of 32 MiB, as it does at any burst and
 * then stays for days. Lets it grow to halves of 16 MiB where there are many sockets: there, objects that die with their look
 * would be kept as old ones. To be told how many sockets there are.
 */
export function limitHeap(sockets: number): void {
  if (!isStarted) {
    isStarted = true;
    setFlagsFromString(`--heap-growing-percent=${growth}`);
    setFlagsFromString(`--invocation-count-for-turbofan=${callsForTurboFan}`);
  }
  isMany = sockets > manySockets;
  boundNewSpace();
}

/** About how many sockets this host has, before any is read; 0 where the system does not tell. */
export const countSockets = (): number =>
  ['sockstat', 'sockstat6'].reduce((sum, name) => sum + socketsIn(textOf(`/proc/net/${name}`)), 0);

/** Does long work, and stops the growth of the space for new objects where it has become large enough. */
export async function withBoundedHeap<T>(work: () => Promise<T>): Promise<T> {
  const timer = isMany ? setInterval(boundNewSpace, pause) : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** V8 multiplies the space by the factor whenever it grows. */
function boundNewSpace(): void {
  const wanted = isMany ? Math.max(1, Math.floor(maxNewSpace / newSpace())) : 1;
  if (wanted === factor) return;
  factor = wanted;
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

const newSpace = (): number =>
  getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space')?.physical_space_size || maxNewSpace;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

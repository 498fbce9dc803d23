import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';

/** More sockets than this make enough garbage a look that room for it costs less than collecting it often. */
const manySockets = 3000;
/** Bytes of V8's space for new objects, both halves, from which on it grows no more: to collect it then takes below 10 ms. */
const mostNew = 8 * 2 ** 20;
/**
 * By how much, in percent, the heap may grow before all of it is collected. Left to itself V8 lets it become up to four times what
 * lives in it, and that stays; where sockets come and go their rows have lived long enough to count as old when they go.
 */
const growth = 40;

let isStarted = false;
let isMany = false;
let factor = 2;

/**
 * Keeps V8's space for new objects (two halves of 1 MiB at first) from growing to 32 MiB, as it does at any burst and then
 * stays for days. Lets it grow a little where there are many sockets: there, objects that die with their look would be kept as
 * old ones. To be told how many sockets there are.
 */
export function keepHeapSmall(sockets: number): void {
  if (!isStarted) setFlagsFromString(`--heap-growing-percent=${growth}`);
  isStarted = true;
  isMany = sockets > manySockets;
  boundNewSpace();
}

/** Stops the growth of the space for new objects where it has become large enough; to be called in the course of long work. */
export function boundNewSpace(): void {
  if (factor === 1 && !isMany) return;
  const size = isMany ? newSpace() : 0;
  const wanted = isMany && size < mostNew ? 2 : 1;
  if (wanted === factor) return;
  factor = wanted;
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

const newSpace = (): number =>
  getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space')?.physical_space_size ?? 0;

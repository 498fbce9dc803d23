import {setFlagsFromString} from 'node:v8';

/** More sockets than this make enough garbage a look that room for it costs less than collecting it often. */
const manySockets = 3000;

/**
 * Keeps V8's space for new objects (two halves of 1 MiB at first) from growing to 32 MiB, as it does at any burst and then
 * stays for days. Lets it grow where there are many sockets: there, objects that die with their look would be kept as old ones.
 */
export function keepHeapSmall(sockets: number): void {
  const factor = sockets > manySockets ? 2 : 1;
  if (factor === current) return;
  current = factor;
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

let current = 2;

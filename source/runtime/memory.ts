import {setFlagsFromString} from 'node:v8';

/** More sockets than this make enough garbage a look that room for it costs less than collecting it often. */
const manySockets = 3000;

/**
 * Keeps V8's space for new objects (two halves of 1 MiB at first) from growing to 32 MiB, as it does at any burst and then
 * stays for days. Lets it grow where there are many sockets: there, objects that die with their look would be kept as old ones.
 */
export function keepHeapSmall(sockets: number): void {
  const isSmall = sockets <= manySockets;
  if (isSmall === wasSmall) return;
  wasSmall = isSmall;
  setFlagsFromString(`--semi-space-growth-factor=${isSmall ? 1 : 2}`);
  // Else the space for old objects grows to four times what is alive before it is collected, and stays so.
  setFlagsFromString(`--heap-growing-percent=${isSmall ? 40 : 0}`);
}

let wasSmall = false;

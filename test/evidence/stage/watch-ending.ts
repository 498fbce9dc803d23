import {setTimeout as pause} from 'node:timers/promises';
import type {Row} from '../judge/document.ts';
import {startChild} from './child.ts';
import type {StagedHost} from './staged-host.ts';
import type {Numbered} from './staging.ts';

/** Milliseconds; for a machine that does much else. */
const patience = 30_000;

/** Ends the variants while the program watches, and returns their rows once the kernel alone holds them. */
export async function watchEnding(host: StagedHost, numbered: readonly Numbered[]): Promise<readonly Row[]> {
  const stream = startChild([...host.portwatch, '--stream', '-i', '0.5']);
  const latest = new Map<string, Row>();
  let read = 0;
  const readOn = (): void => {
    for (const line of stream.lines.slice(read)) {
      const {socket} = JSON.parse(line) as {readonly socket: Row};
      latest.set(socket.key, socket);
    }
    read = stream.lines.length;
  };
  const left = (there: string): boolean =>
    [...latest.values()].some(({state, peer}) => state === 'TIME_WAIT' && peer?.address === there);
  try {
    // The first refresh prints nothing: once a socket that comes and goes is printed, the first refresh is over.
    await until(
      () => stream.lines.length > 0,
      () => host.start('blink', blink),
    );
    for (const {addresses} of numbered) host.intruder.send(addresses.there);
    await until(() => {
      readOn();
      return numbered.every(({addresses}) => left(addresses.there));
    });
  } finally {
    await stream.stop();
  }
  return [...latest.values()];
}

const blink = `exec /usr/bin/python3 -c 'import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 7461))
time.sleep(0.8)'`;

/** Waits until something holds, and does something again and again until then. */
async function until(holds: () => boolean, again?: () => void): Promise<void> {
  const end = Date.now() + patience;
  for (let round = 0; !holds(); round++) {
    if (Date.now() > end) throw new Error('the rows of ended connections did not come');
    if (again && round % 50 === 0) again();
    await pause(20);
  }
}

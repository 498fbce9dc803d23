import {constants} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import type {Channel} from '../../linux/netlink-channel.ts';
import type {TimeSlices} from '../time-slices.ts';
import {type DumpPart, decodePart, type OnSocket} from './decode.ts';

/** Receives the sockets of a dump. */
export type Sink = {
  /** The dump starts, or starts anew: all sockets until now are void. */
  readonly begin: () => void;
  readonly onSocket: OnSocket;
};

/** How a dump ended. */
export type Dumped = {
  /** Why there is none, or only a part of one (ENOBUFS, EBADMSG: also after the last repeat); 0 where it is whole. */
  readonly errno: number;
  /** The table still changed during the last repeat: the dump may lack sockets. */
  readonly interrupted: boolean;
  /** Messages that could not be read (see decodePart). */
  readonly unreadable: number;
};

/** How often a dump is repeated at most. */
export const maxRepeats = 3;
/**
 * Milliseconds. The kernel writes a dump while it is read, so a read without a part is a sign that something is wrong.
 */
const maxWait = 1000;
const {EAGAIN, EINTR, EIO, ENOBUFS, ETIMEDOUT} = constants.errno;

/**
 * Sends `request` on a channel of its own and passes every answer to `sink`; starts anew where the kernel reports that
 * its table changed meanwhile, or where a part of the answer was lost. Waits at most one second for the next part.
 * `view` takes one datagram. `isLong`: the request is sent aside, since no key would be heard while the kernel looks
 * through so many sockets. Linear in the sockets of the table.
 */
export async function dump(
  open: () => Channel | number,
  request: (sequence: number) => Uint8Array,
  view: DataView,
  sink: Sink,
  slices: TimeSlices,
  isLong = false,
): Promise<Dumped> {
  let unreadable = 0;
  for (let repeat = 0; ; repeat++) {
    sink.begin();
    const channel = open();
    if (typeof channel === 'number') return {errno: channel, interrupted: false, unreadable};
    const sequence = repeat + 1;
    const read = async () => {
      const errno = await sendTo(channel, request(sequence), isLong);
      return errno === 0 ? readParts(channel, sequence, view, sink, slices) : {...nothingRead, errno};
    };
    const once = await read().finally(channel.close);
    const {errno, interrupted, lost} = once;
    unreadable += once.unreadable;
    const isWhole = !interrupted && lost === 0;
    if (errno !== 0 || isWhole || repeat === maxRepeats) return {errno: errno || lost, interrupted, unreadable};
  }
}

const nothingRead = {errno: 0, interrupted: false, lost: 0, unreadable: 0};

/** Sends a request; 0, or the errno, which only this thread learns. */
const sendTo = async (channel: Channel, request: Uint8Array, isLong: boolean): Promise<number> =>
  isLong && (await channel.sendAside?.(request)) ? 0 : channel.send(request);

async function readParts(
  channel: Channel,
  sequence: number,
  view: DataView,
  {onSocket}: Sink,
  slices: TimeSlices,
): Promise<Dumped & {readonly lost: number}> {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const dumped = {...nothingRead};
  let lastPart = performance.now();
  for (;;) {
    const length = channel.receive(bytes);
    if (length > 0) {
      lastPart = performance.now();
      const part = decodePart(view, length, sequence, onSocket);
      addPart(dumped, part);
      if (part.ended) return {...dumped, errno: part.errno};
      await slices.turn();
      continue;
    }
    // The kernel had to drop messages (man 7 netlink), so the dump is not whole.
    if (length === -ENOBUFS) dumped.lost = ENOBUFS;
    const errno = errnoWithoutPart(length, performance.now() - lastPart);
    if (errno !== 0) return {...dumped, errno};
    if (length !== -EINTR) await pause(1);
  }
}

function addPart(dumped: {interrupted: boolean; lost: number; unreadable: number}, part: DumpPart): void {
  dumped.interrupted ||= part.interrupted;
  dumped.lost ||= part.lost;
  dumped.unreadable += part.unreadable;
}

/** Why a dump ends with a read that gave no part, `waited` milliseconds after the last; 0 where one may still come. */
function errnoWithoutPart(length: number, waited: number): number {
  const isTransient = length === -EAGAIN || length === -EINTR || length === -ENOBUFS;
  if (!isTransient) return -length || EIO;
  return waited > maxWait ? ETIMEDOUT : 0;
}

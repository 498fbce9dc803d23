import {constants} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import type {Channel} from '../../linux/netlink-channel.ts';
import type {TimeSlices} from '../time-slices.ts';
import {decodePart} from './decode.ts';

/** What takes the messages of a dump; `begin` says that all seen until now is void, as the dump starts anew. */
export type Sink = {
  readonly begin: () => void;
  readonly see: (view: DataView, start: number, end: number) => void;
};

/** How a dump ended. */
export type Dumped = {
  /** Why there is none, or only a part of one (ENOBUFS, EBADMSG: also after the last repeat); 0 where it is whole. */
  readonly errno: number;
  /** The table still changed during the last repeat; what it holds may miss sockets. */
  readonly interrupted: boolean;
  /** Messages that could not be read (see decodePart). */
  readonly odd: number;
};

/** The most often that a dump is repeated. */
export const maxRepeats = 3;
// The kernel writes a dump while it is read, so nothing to read means that something is wrong; milliseconds.
const patience = 1000;
const {EAGAIN, EINTR, EIO, ENOBUFS, ETIMEDOUT} = constants.errno;

/**
 * Sends `request` on a channel of its own and hands every answer to `sink`, again from the start where the kernel says
 * that its table changed meanwhile, or where a part of the answer was lost. Waits at most one second for the next part.
 */
export async function dump(
  open: () => Channel | number,
  request: (sequence: number) => Uint8Array,
  view: DataView,
  sink: Sink,
  slices: TimeSlices,
): Promise<Dumped> {
  let odd = 0;
  for (let attempt = 0; ; attempt++) {
    sink.begin();
    const channel = open();
    if (typeof channel === 'number') return {errno: channel, interrupted: false, odd};
    const result = await dumpOnce(channel, request(attempt + 1), attempt + 1, view, sink, slices).finally(
      channel.close,
    );
    const {errno, interrupted, lost} = result;
    odd += result.odd;
    const isWhole = !interrupted && lost === 0;
    if (errno !== 0 || isWhole || attempt === maxRepeats) return {errno: errno || lost, interrupted, odd};
  }
}

async function dumpOnce(
  channel: Channel,
  request: Uint8Array,
  sequence: number,
  view: DataView,
  sink: Sink,
  slices: TimeSlices,
): Promise<Dumped & {readonly lost: number}> {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let interrupted = false;
  let lost = 0;
  let odd = 0;
  let lastPart = performance.now();
  const refused = channel.send(request);
  if (refused !== 0) return {errno: refused, interrupted, lost, odd};
  for (;;) {
    const length = channel.receive(bytes);
    if (length > 0) {
      lastPart = performance.now();
      const part = decodePart(view, length, sequence, sink.see);
      interrupted ||= part.interrupted;
      lost ||= part.lost;
      odd += part.odd;
      if (part.ended) return {errno: part.errno, interrupted, lost, odd};
      const turn = slices.turn();
      if (turn) await turn;
    } else {
      // ENOBUFS: the kernel had to drop messages (man 7 netlink), so the dump is not whole.
      if (length === -ENOBUFS) lost = ENOBUFS;
      else if (length !== -EINTR && length !== -EAGAIN)
        return {errno: length === 0 ? EIO : -length, interrupted, lost, odd};
      if (performance.now() - lastPart > patience) return {errno: ETIMEDOUT, interrupted, lost, odd};
      if (length !== -EINTR) await pause(1);
    }
  }
}

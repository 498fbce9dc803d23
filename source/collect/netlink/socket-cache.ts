import type {Socket} from '../../domain/socket.ts';
import type {Before} from './describe.ts';
import type {Sink} from './dump.ts';
import {firstAfterEndpoints, firstCounter, readCookie, readSample, type Sample, sampleLength} from './inet-diag.ts';

/** A socket of the cache. Its owner and user are not in a sample: whoever finds them out replaces `socket`. */
export type CachedSocket = {socket: Socket};

/** How far a poll differs from the one before. `counters` are queues and tcp_info, which cannot change an owner. */
export type Change = 'nothing' | 'counters' | 'sockets';

/** The sockets of one table, remembered from poll to poll by their cookies. */
export type SocketCache = Sink & {
  /**
   * Forgets the sockets that the last dump did not have. An unchanged socket is the same object; so is the array where
   * no socket came or went. Linear only where one did.
   */
  readonly finish: () => {readonly cached: readonly CachedSocket[]; readonly change: Change};
  /** The number of sockets. */
  readonly size: () => number;
  /** Messages since `begin` that were cut off, or had a state without a name. */
  readonly unreadable: () => number;
};

/** Makes a socket of a sample and a cookie; null where the sample has a state without a name. */
type Build = (sample: Sample, cookie: string, before: Before | null) => Socket | null;

type Entry = CachedSocket & {
  /** The place of the socket's sample in the store. */
  readonly slot: number;
  /** The dump that had the socket last. */
  seen: number;
};

/** An empty cache. It calls `build` only for sockets that are new or have changed. */
export function createSocketCache(build: Build): SocketCache {
  const entries = new Map<number | string, Entry>();
  const samples = createStore();
  const sample: Sample = new Uint32Array(sampleLength);
  let dump = 0;
  let unreadable = 0;
  let count = 0;
  let change: Change = 'nothing';
  let cached: readonly CachedSocket[] = [];

  const put = (cookie: number | string, entry: Entry | undefined, difference: number): Entry | undefined => {
    const before = entry ? {socket: entry.socket, sameEnds: difference >= firstAfterEndpoints} : null;
    const socket = build(sample, String(cookie), before);
    if (!socket) return undefined;
    if (difference < firstCounter) change = 'sockets';
    else if (change === 'nothing') change = 'counters';
    const current = entry ?? {slot: samples.take(), seen: 0, socket};
    if (!entry) entries.set(cookie, current);
    samples.put(current.slot, sample);
    current.socket = socket;
    return current;
  };

  const forgetUnseen = (): void => {
    entries.forEach((entry, cookie) => {
      if (entry.seen === dump) return;
      entries.delete(cookie);
      samples.free(entry.slot);
    });
  };

  return {
    begin: () => {
      dump++;
      unreadable = 0;
      count = 0;
    },
    onSocket: (view, start, end) => {
      if (!readSample(view, start, end, sample)) unreadable++;
      const cookie = readCookie(view, start);
      const known = entries.get(cookie);
      const difference = known ? samples.firstDifference(known.slot, sample) : 0;
      const entry = known && difference === sampleLength ? known : put(cookie, known, difference);
      if (!entry) unreadable++;
      else if (entry.seen !== dump) {
        entry.seen = dump;
        count++;
      }
    },
    finish: () => {
      if (count < entries.size) {
        forgetUnseen();
        change = 'sockets';
      }
      if (change === 'sockets') cached = [...entries.values()];
      const found = {cached, change};
      change = 'nothing';
      return found;
    },
    size: () => entries.size,
    unreadable: () => unreadable,
  };
}

/** Samples in one array. */
const samplesPerChunk = 1024;

/**
 * Samples in a few arrays: a fifth of the memory that an array for each would take, nothing to collect, and nothing to
 * copy as they get more.
 */
function createStore() {
  const free: number[] = [];
  const chunks: Sample[] = [];
  let end = 0;
  const chunkOf = (slot: number): Sample => chunks[Math.floor(slot / samplesPerChunk)] as Sample;
  const startOf = (slot: number): number => (slot % samplesPerChunk) * sampleLength;
  return {
    take: (): number => {
      const slot = free.pop();
      if (slot !== undefined) return slot;
      if (end % samplesPerChunk === 0) chunks.push(new Uint32Array(samplesPerChunk * sampleLength));
      return end++;
    },
    put: (slot: number, sample: Sample): void => chunkOf(slot).set(sample, startOf(slot)),
    free: (slot: number): void => void free.push(slot),
    /** Index of the first value that differs; `sampleLength` where none does. */
    firstDifference: (slot: number, sample: Sample): number => {
      const [chunk, start] = [chunkOf(slot), startOf(slot)];
      let index = 0;
      while (index < sampleLength && chunk[start + index] === sample[index]) index++;
      return index;
    },
  };
}

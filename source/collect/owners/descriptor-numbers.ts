import type {ReadFailure} from '../../linux/proc-files.ts';

/** The descriptors in a /proc/PID/fd. */
export type Descriptors = {
  /** Numbers of those that are open now. */
  list(): readonly number[] | ReadFailure;
  /** Inode of one that is open on a socket, 0 of any other (sockfs has no inode 0); `gone` where none of that number is open. */
  inode(descriptor: number): number | ReadFailure;
  /** Whether asking for a number that is not open costs no more than asking for one that is. */
  readonly isProbing: boolean;
  close(): void;
};

/** Numbers of descriptors to ask for, one after the other. */
export type Numbers = {
  /** The next, null after the last, or why they cannot be told. */
  next(): number | ReadFailure | null;
  /** Whether the one asked for last was open. */
  met(isOpen: boolean): void;
};

/** Misses in a row that are the end, once every number that is kept was passed. */
const missesAtEnd = 8;

/**
 * The numbers of those that may be open, without those that are kept. `count` is how many are open, kept ones included; 0 where
 * the kernel does not tell.
 *
 * The kernel gives out the lowest number that is free (open(2)). So where that is cheap numbers are tried from 0 on, until as many
 * were met as are open: of thousands of descriptors of which few changed, only those few are asked for. Where numbers are too
 * sparse for that, the directory is listed.
 */
export function createNumbers(descriptors: Descriptors, kept: ReadonlyMap<number, unknown>, count: number): Numbers {
  const mostMisses = descriptors.isProbing && count + kept.size > 0 ? 2 + Math.max(count, kept.size) / 4 : -1;
  let number = 0;
  let passed = 0;
  let open = kept.size;
  let misses = 0;
  let missesInRow = 0;
  let rest: Iterator<number> | null = null;

  const isEnd = (): boolean => {
    if (passed < kept.size || open < count) return false;
    // Kept ones may have closed, and there are as many others more: only where none is kept the count alone is the end.
    return (kept.size === 0 && count > 0) || missesInRow >= missesAtEnd;
  };
  const probe = (): number | null => {
    for (; kept.has(number); number++) passed++;
    return isEnd() ? null : number++;
  };
  return {
    next() {
      if (rest === null && misses <= mostMisses) return probe();
      if (rest === null) {
        const all = descriptors.list();
        if (typeof all === 'string') return all;
        rest = all.filter(each => each >= number && !kept.has(each)).values();
      }
      return rest.next().value ?? null;
    },
    met(isOpen) {
      if (isOpen) open++;
      else misses++;
      missesInRow = isOpen ? 0 : missesInRow + 1;
    },
  };
}

import type {ReadFailure} from '../../linux/proc-files.ts';
import {maxClosedInRow, maxClosedNumbers} from './limits.ts';

/** The descriptors in a /proc/PID/fd. */
export type Descriptors = {
  /** Numbers of the descriptors that are open now. */
  list(): readonly number[] | ReadFailure;
  /**
   * Inode of one that is open on a socket, 0 of any other (sockfs has no inode 0); `gone` where the number is not open.
   */
  inode(descriptor: number): number | ReadFailure;
  /** Whether reading the number of a closed descriptor costs no more than reading an open one. */
  readonly isProbing: boolean;
  close(): void;
};

/** Numbers of descriptors to read, one after the other. */
type DescriptorNumbers = {
  /** The next, null after the last, or why there are none. */
  next(): number | ReadFailure | null;
  /** Records whether the number returned last was open. */
  report(isOpen: boolean): void;
};

/**
 * The numbers of the descriptors that may be open, without the retained ones. `count` is how many are open, retained
 * ones included; 0 where the kernel does not count them.
 *
 * The kernel gives out the lowest number that is free (open(2)). So where that is cheap, numbers are tried from 0 on
 * until as many were open as `count`: of thousands of descriptors of which few changed, only these few are read. Where
 * numbers are too sparse, the directory is listed.
 */
export function createDescriptorNumbers(
  descriptors: Descriptors,
  retained: ReadonlyMap<number, unknown>,
  count: number,
): DescriptorNumbers {
  const expected = Math.max(count, retained.size);
  const maxClosed = descriptors.isProbing && expected > 0 ? maxClosedNumbers(expected) : -1;
  let number = 0;
  let passed = 0;
  let open = retained.size;
  let closed = 0;
  let closedInRow = 0;
  let listed: Iterator<number> | null = null;

  const isEnd = (): boolean => {
    if (passed < retained.size || open < count) return false;
    // A retained descriptor may have closed while another one was opened, which leaves the count as it was.
    return (retained.size === 0 && count > 0) || closedInRow >= maxClosedInRow;
  };
  const probe = (): number | null => {
    for (; retained.has(number); number++) passed++;
    return isEnd() ? null : number++;
  };
  return {
    next() {
      if (listed === null && closed <= maxClosed) return probe();
      if (listed === null) {
        const all = descriptors.list();
        if (typeof all === 'string') return all;
        listed = all.filter(each => each >= number && !retained.has(each)).values();
      }
      return listed.next().value ?? null;
    },
    report(isOpen) {
      if (isOpen) open++;
      else closed++;
      closedInRow = isOpen ? 0 : closedInRow + 1;
    },
  };
}

import {setImmediate} from 'node:timers/promises';

export type TimeSlices = {
  /** A promise to await once the slice is used up, else undefined; cheap enough to call for every file. */
  turn(): Promise<void> | undefined;
};

/** Cuts long synchronous work into slices of about `milliseconds`, between which the event loop has its turn. */
export function createTimeSlices(milliseconds: number): TimeSlices {
  let end = performance.now() + milliseconds;
  const next = async (): Promise<void> => {
    await setImmediate();
    end = performance.now() + milliseconds;
  };
  return {turn: () => (performance.now() < end ? undefined : next())};
}

/** Items from which on one pass over them takes long enough that the event loop has its turn afterwards. */
const manyAtOnce = 5000;

/** Gives the event loop its turn after a pass over `count` items. */
export const turnAfter = async (count: number): Promise<void> => {
  if (count > manyAtOnce) await setImmediate();
};

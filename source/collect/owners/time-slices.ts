import {setImmediate} from 'node:timers/promises';

export type TimeSlices = {
  /** A promise to await when the slice is used up, else undefined; cheap enough to ask for every file. */
  turn(): Promise<unknown> | undefined;
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

/** Something done to each takes so long for more than this many that the event loop has its turn afterwards. */
const manyAtOnce = 5000;

/** Gives the event loop its turn after work that was done to `count` things at once. */
export const breakAfter = async (count: number): Promise<void> => {
  if (count > manyAtOnce) await setImmediate();
};

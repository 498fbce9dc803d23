/** The middle of some numbers; throws where there are none. */
export function median(numbers: readonly number[]): number {
  const middle = [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
  if (middle === undefined) throw new RangeError('nothing was measured');
  return middle;
}

/** The numbers at a quarter, a half and three quarters of some numbers in their order; throws where there are none. */
export function quartiles(numbers: readonly number[]): readonly [number, number, number] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1) + 0.5)] ?? Number.NaN;
  return [at(0.25), median(numbers), at(0.75)];
}

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);

/** `123` or `1.23`: three digits are as much as such figures say. */
export const short = (number: number): string => (number >= 100 ? number.toFixed(0) : number.toPrecision(3));

/** Least and middle of measured milliseconds, as `71.5 / 80.2 ms`. */
export const leastAndMedian = (milliseconds: readonly number[]): string =>
  `${short(Math.min(...milliseconds))} / ${short(median(milliseconds))} ms`;

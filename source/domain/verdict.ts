import type {Clean} from './text.ts';

/** Worst last. */
export const verdicts = ['explained', 'learn', 'suspect'] as const;
export type Verdict = (typeof verdicts)[number];

/** Whether `a` is a worse verdict than `b`. */
export const isWorse = (a: Verdict, b: Verdict): boolean => verdicts.indexOf(a) > verdicts.indexOf(b);

export type CheckResult = 'pass' | 'fail' | 'unknown' | 'not-applicable';

export type Check = {
  readonly id: string;
  readonly result: CheckResult;
  /** The fact that the result rests on. */
  readonly detail: Clean;
};

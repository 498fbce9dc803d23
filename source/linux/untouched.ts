import type {UntouchedWhy} from '../domain/known.ts';

/** Thrown instead of touching a file whose file system may hang (`mounts.ts`). */
export class UntouchedError extends Error {
  override readonly name = 'UntouchedError';
  readonly why: UntouchedWhy;

  constructor(why: UntouchedWhy) {
    super(why);
    this.why = why;
  }
}

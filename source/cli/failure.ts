import type {Clean} from '../domain/text.ts';

/** Something that cannot be done, though the program is right: the reason is one line that says what to do. Exit code 2. */
export class Failure extends Error {
  readonly reason: Clean;

  constructor(reason: Clean) {
    super(reason);
    this.reason = reason;
  }
}

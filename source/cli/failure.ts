import type {Clean} from '../domain/text.ts';

/** A request that cannot be carried out here. The reason is one line that names the remedy; the exit code is 2. */
export class Failure extends Error {
  readonly reason: Clean;

  constructor(reason: Clean) {
    super(reason);
    this.reason = reason;
  }
}

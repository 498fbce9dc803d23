import type {UntouchedWhy} from '../domain/known.ts';
import {safeFiles} from '../linux/guarded-files.ts';
import {isUntouched, orFailure} from '../linux/proc-files.ts';

/**
 * The reason why this program must not touch a path: its file system may hang. null where it may, and without a file.
 */
export function whyHanging(path: string): UntouchedWhy | null {
  const found = orFailure(() => safeFiles.stat(path));
  return isUntouched(found) ? found : null;
}

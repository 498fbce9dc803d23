/** The code of an error of Node, as `ENOENT` (errno(3)); null where the value is no error with a code. */
export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;

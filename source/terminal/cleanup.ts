/** The steps to undo when the full screen ends, the newest first. */
export type Cleanup = {
  readonly add: (undo: () => void | Promise<void>) => void;
  /** Runs every step once. A step that throws does not stop the others; the first error is thrown at the end. */
  readonly run: () => Promise<void>;
};

/** No steps yet. */
export function createCleanup(): Cleanup {
  const undos: (() => void | Promise<void>)[] = [];
  return {
    add: undo => void undos.push(undo),
    run: async () => {
      const errors: unknown[] = [];
      for (let undo = undos.pop(); undo; undo = undos.pop()) {
        try {
          await undo();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}

const undoing = new Set<() => void>();

/**
 * Has `undo` called when this process ends, also by Ctrl-C. Returns what calls it at once. It must not need the event
 * loop.
 */
export function undoAtEnd(undo: () => void): () => void {
  const once = (): void => {
    if (!undoing.delete(once)) return;
    undo();
  };
  undoing.add(once);
  return once;
}

/** Lets nothing that was made outlive this process. */
export function undoOnSignals(): void {
  process.on('exit', () => {
    for (const undo of [...undoing].reverse()) undo();
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
}

/** The screen that a key acts on. */
export type Mode = 'list' | 'detail' | 'help' | 'closed' | 'drift' | 'filter' | 'export' | 'accept' | 'confirm';

/** An action with its keys on some screens. */
export type BindingRecord = {
  /** Names as `keyNames` gives them: a character, or `down`, `ctrl-f`, `shift-tab`, … */
  readonly keys: readonly string[];
  readonly action: string;
  readonly modes: readonly Mode[];
  readonly help: string;
  /** A few words for the footer. Where the footer is too narrow, hints of the highest rank are left out first. */
  readonly hint?: {readonly text: string; readonly rank: number};
  /** The action changes the host or its baseline, so `--read-only` removes the binding. */
  readonly changes?: true;
};

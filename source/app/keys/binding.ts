/** The screen on top, which keys go to. */
export type Mode = 'list' | 'detail' | 'help' | 'closed' | 'filter' | 'export' | 'confirm';

/** One thing that keys do on some screens. */
export type BindingRecord = {
  /** Names as `keyNames` gives them: a character, or `down`, `ctrl-f`, `shift-tab`, … */
  readonly keys: readonly string[];
  readonly action: string;
  readonly modes: readonly Mode[];
  readonly help: string;
  /** A word for the footer; where it has no room, hints with a higher rank go first. Absent: not in the footer. */
  readonly hint?: {readonly text: string; readonly rank: number};
  /** Changes the host; absent with --read-only. */
  readonly changes?: true;
};

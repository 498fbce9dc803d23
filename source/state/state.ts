import type {Judged, Judgement} from '../assess/judge.ts';
import type {Symbols} from '../layout/symbols.ts';
import type {HostLoad} from '../model/host.ts';
import type {Inspection} from '../model/inspection.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {SocketState} from '../model/socket.ts';
import type {Clean} from '../model/text.ts';
import type {ServiceNames} from '../services/names.ts';
import type {Narrow} from '../table/narrow.ts';
import type {Group} from '../table/order.ts';
import type {Summary} from '../table/summary.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** What the command line settled for the whole run. */
export type Settings = {
  /** Seconds between looks; null where there is just one. */
  readonly interval: number | null;
  readonly numeric: boolean;
  readonly symbols: Symbols;
  readonly ascii: boolean;
  readonly nameOf: ServiceNames;
};

/** What the cursor is on: a socket by its key, or the heading of a state. */
export type LineId = {readonly socket: string} | {readonly state: SocketState};

/** A screen on top of the list. */
export type Detail = {
  readonly at: 'detail';
  readonly key: string;
  /** The socket as it was last seen. */
  readonly row: Judged;
  /** When the first look that missed it was taken; null while it lives. */
  readonly goneAt: number | null;
  readonly inspection: Inspection | null;
  /** First line shown; `lsof` keeps that section in view while what is above it grows. */
  readonly scroll: number | 'lsof';
};
export type Help = {readonly at: 'help'; readonly over: ListMode | Detail; readonly scroll: number};
export type ListMode = {readonly at: 'list'};
export type ModeState = ListMode | Detail | Help;

/** The last good look, in the order in which it is shown. */
export type Look = {
  readonly snapshot: Snapshot;
  readonly judgement: Judgement;
  readonly groups: readonly Group[];
  readonly summary: Summary;
  readonly hiddenLoopback: number;
};

export type State = {
  readonly settings: Settings;
  readonly size: Size;
  /** Milliseconds since the epoch, as of the last event that told it. */
  readonly now: number;
  readonly narrow: Narrow;
  /** null before the first good look. */
  readonly look: Look | null;
  /** A look that failed after the last good one; cleared by the next good one. */
  readonly failure: {readonly message: Clean; readonly at: number} | null;
  readonly pausedAt: number | null;
  readonly folded: ReadonlySet<SocketState>;
  readonly cursor: LineId | null;
  /** Index of the first line of the list that is shown. */
  readonly top: number;
  readonly mode: ModeState;
  readonly osName: Clean | null;
  readonly load: HostLoad | null;
};

export const initialState = (settings: Settings, size: Size, narrow: Narrow, now: number): State => ({
  settings,
  size,
  now,
  narrow,
  look: null,
  failure: null,
  pausedAt: null,
  folded: new Set(),
  cursor: null,
  top: 0,
  mode: {at: 'list'},
  osName: null,
  load: null,
});

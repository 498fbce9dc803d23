import type {HostLoad} from '../../domain/host.ts';
import type {Inspection} from '../../domain/inspection.ts';
import type {ServiceNames} from '../../domain/services/names.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {Clean} from '../../domain/text.ts';
import type {AssessedSnapshot, AssessedSocket} from '../../judge/assess-all.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import {everything, type GoodQuery} from '../table/filter/query.ts';
import type {Group} from '../table/group-rows.ts';
import {byState} from '../table/groupings.ts';
import {type NaturalWidths, noNaturalWidths} from '../table/natural-widths.ts';
import type {Sort} from '../table/sort.ts';
import type {Summary} from '../table/summary.ts';
import {noTrack, type Rates, type Track} from '../table/track-changes.ts';
import type {TypeFilter} from '../table/type-filter.ts';
import type {DestructiveAction} from './confirm.ts';
import {type HostNames, noHostNames} from './host-names.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** What the command line settled for the whole run. */
export type Settings = {
  /** Seconds between polls; null where there is just one. */
  readonly interval: number | null;
  readonly numeric: boolean;
  readonly symbols: Symbols;
  readonly ascii: boolean;
  readonly nameOf: ServiceNames;
  /** Nothing can be ended or closed from here. Absent: it can. */
  readonly readOnly?: boolean;
  /** Whether the kernel lets this process close connections. Absent: it does. */
  readonly mayClose?: boolean;
  /** Ids of columns to show where there is room; null or absent: all. */
  readonly columns?: readonly string[] | null;
};

/** What the cursor is on: a socket by its key, or the heading of a group. */
export type LineId = {readonly socket: string} | {readonly group: string};

/** A screen on top of the list. */
export type Detail = {
  readonly at: 'detail';
  readonly key: string;
  /** The socket as it was last seen. */
  readonly row: AssessedSocket;
  /** When the first poll that missed it was taken; null while it lives. */
  readonly closedAt: number | null;
  readonly inspection: Inspection | null;
  /** Bytes a second at each poll since it was opened, oldest first. */
  readonly rates: readonly Rates[];
  /** First line shown; `lsof` keeps that section in view while what is above it grows. */
  readonly scroll: number | 'lsof';
};
export type ListMode = {readonly at: 'list'};
/** Typing a filter, over the list. */
export type FilterMode = {
  readonly at: 'filter';
  /** Where the next character goes, in UTF-16 units. */
  readonly caret: number;
  /** What Esc brings back. */
  readonly before: Filter;
  readonly cursor: LineId | null;
};
/** Choosing the kind of file to write, over the list. */
export type ExportMode = {readonly at: 'export'};
/** Typing a word that confirms what cannot be undone, over the list or a detail. */
export type ConfirmMode = {
  readonly at: 'confirm';
  readonly destructive: DestructiveAction;
  readonly text: string;
  readonly over: ListMode | Detail;
};
/** The sockets that closed lately. */
export type ClosedMode = {readonly at: 'closed'; readonly scroll: number};
/** What help can lie over. */
export type Page = ListMode | Detail | ClosedMode;
export type HelpMode = {readonly at: 'help'; readonly over: Page; readonly scroll: number};
export type ModeState = Page | HelpMode | FilterMode | ExportMode | ConfirmMode;

export type Filter = {
  readonly text: string;
  /** The last good query, which stays while the text is wrong. */
  readonly query: GoodQuery;
  readonly error: {readonly message: string; readonly at: number} | null;
};

/** What happened since the last key press. */
export type SinceKey = {
  readonly at: number;
  readonly opened: number;
  readonly closed: number;
  readonly suspect: number;
};

/** What the list of a poll depends on besides the poll. */
export type ListQuery = {
  readonly typeFilter: TypeFilter;
  readonly sort: Sort | null;
  readonly grouping: string;
  readonly query: GoodQuery;
  /** What a word of the query searches; "" where there is no query. */
  readonly searchedText: string;
};

/** The last good poll, in the order in which it is shown. */
export type ListState = {
  readonly snapshot: Snapshot;
  readonly assessed: AssessedSnapshot;
  /** What `groups` and the figures were made by: for a moment it may not be what the state asks for. */
  readonly listQuery: ListQuery;
  /** All rows in the order that was asked for, before anything is narrowed away. */
  readonly ordered: readonly AssessedSocket[];
  readonly groups: readonly Group[];
  readonly summary: Summary;
  readonly hiddenLoopback: number;
  /** Sockets before the filter. */
  readonly countBeforeFilter: number;
  /** Closed rows that are still shown. */
  readonly recentlyClosed: ReadonlySet<AssessedSocket>;
};

export type State = {
  readonly settings: Settings;
  readonly size: Size;
  /** Milliseconds since the epoch, as of the last event that told it. */
  readonly now: number;
  readonly typeFilter: TypeFilter;
  readonly filter: Filter;
  /** null: the usual order. */
  readonly sort: Sort | null;
  /** Id of a grouping. */
  readonly grouping: string;
  readonly track: Track;
  readonly sinceKey: SinceKey;
  readonly hostNames: HostNames;
  /** Something just done, told in the place of the keys until the next key. */
  readonly notice: Clean | null;
  /** null before the first good poll. */
  readonly list: ListState | null;
  /** A poll that failed after the last good one; cleared by the next good one. */
  readonly failure: {readonly message: Clean; readonly at: number} | null;
  readonly pausedAt: number | null;
  readonly folded: ReadonlySet<string>;
  readonly cursor: LineId | null;
  /** Index of the first line of the list that is shown. */
  readonly top: number;
  /** What the rows on the screen have needed since the list was asked for as it is. */
  readonly naturalWidths: NaturalWidths;
  readonly mode: ModeState;
  readonly osName: Clean | null;
  readonly load: HostLoad | null;
};

/** What the command line may start with besides. */
export type Start = {readonly filter?: Filter; readonly sort?: Sort | null; readonly grouping?: string};

export const noFilter: Filter = {text: '', query: everything, error: null};

export const initialState = (
  settings: Settings,
  size: Size,
  typeFilter: TypeFilter,
  now: number,
  start: Start = {},
): State => ({
  settings,
  size,
  now,
  typeFilter,
  filter: start.filter ?? noFilter,
  sort: start.sort ?? null,
  grouping: start.grouping ?? byState.id,
  track: noTrack,
  sinceKey: {at: now, opened: 0, closed: 0, suspect: 0},
  hostNames: noHostNames,
  notice: null,
  list: null,
  failure: null,
  pausedAt: null,
  folded: new Set(),
  cursor: null,
  top: 0,
  naturalWidths: noNaturalWidths,
  mode: {at: 'list'},
  osName: null,
  load: null,
});

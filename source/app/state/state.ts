import type {HostLoad} from '../../domain/host.ts';
import type {ServiceNames} from '../../domain/services/names.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {Clean} from '../../domain/text.ts';
import {type CrossChecks, noCrossChecks} from '../../judge/apply-cross-check.ts';
import type {AssessedSnapshot, AssessedSocket} from '../../judge/assess-all.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import {everything, type GoodQuery} from '../table/filter/query.ts';
import type {Group} from '../table/group-rows.ts';
import {byState} from '../table/groupings.ts';
import {type NaturalWidths, noNaturalWidths} from '../table/natural-widths.ts';
import type {Sort} from '../table/sort.ts';
import type {Summary} from '../table/summary.ts';
import {noTrack, type Track} from '../table/track-changes.ts';
import type {TypeFilter} from '../table/type-filter.ts';
import {type HostNames, noHostNames} from './host-names.ts';
import type {ModeState} from './modes.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** The settings of the whole run, from the command line and the settings file. */
export type Settings = {
  /** Seconds between polls; null where polls follow only on request. */
  readonly interval: number | null;
  readonly numeric: boolean;
  readonly symbols: Symbols;
  readonly ascii: boolean;
  readonly nameOf: ServiceNames;
  /** Whether destructive actions are off. Absent: they are on. */
  readonly readOnly?: boolean;
  /** Whether the kernel permits this process to close connections. Absent: it does. */
  readonly mayClose?: boolean;
  /** Why no socket can be accepted here; null or absent where one can. */
  readonly whyNotAccepting?: Clean | null;
  /** Whether the terminal rings when something drifts. Absent: it does. */
  readonly bell?: boolean;
  /** Ids of columns to show where there is room; null or absent: all. */
  readonly columns?: readonly string[] | null;
};

/** A line of the list: a socket by its key, several alike sockets or the heading of a group by its id. */
export type LineId = {readonly socket: string} | {readonly alike: string} | {readonly group: string};

export type Filter = {
  readonly text: string;
  /** The query of the text; while the text has an error, the last good query. */
  readonly query: GoodQuery;
  /** `at` is the position in the text, in UTF-16 units from 0. */
  readonly error: {readonly message: string; readonly at: number} | null;
};

/**
 * The numbers of sockets that opened, closed, became suspect or began to differ from the baseline since the last key
 * press.
 */
export type SinceKey = {
  /** The time of the key press, in milliseconds since the epoch. */
  readonly at: number;
  readonly opened: number;
  readonly closed: number;
  readonly suspect: number;
  readonly drifted: number;
};

/** Whether alike sockets are one line; `auto` until a first list whose owners are known decides by its length. */
export type Compact = boolean | 'auto';

/** A request for a list: everything that the list of a poll depends on besides the poll. */
export type ListQuery = {
  readonly typeFilter: TypeFilter;
  readonly sort: Sort | null;
  readonly grouping: string;
  readonly query: GoodQuery;
  readonly compact: Compact;
  /** Identifies the columns that a word of the query searches; "" where there is no query. */
  readonly searchedText: string;
};

/** The list of the last good poll. */
export type ListState = {
  readonly snapshot: Snapshot;
  readonly assessed: AssessedSnapshot;
  /** The query that this list answers. While a new list is built, the state has another query. */
  readonly listQuery: ListQuery;
  /** All rows in the usual order, from which any other is made fastest. */
  readonly usual: readonly AssessedSocket[];
  /** All rows in the requested order, before any filter. */
  readonly ordered: readonly AssessedSocket[];
  readonly groups: readonly Group[];
  /** Whether alike sockets are one line. */
  readonly isCompact: boolean;
  readonly summary: Summary;
  readonly hiddenLoopback: number;
  /** The number of open sockets that the type filter passes, before the text filter. */
  readonly countBeforeFilter: number;
  /** Rows that closed within the last few polls. They stay in the list, uncounted. */
  readonly recentlyClosed: ReadonlySet<AssessedSocket>;
};

export type State = {
  readonly settings: Settings;
  readonly size: Size;
  /** The time of the last event that carried one, in milliseconds since the epoch. */
  readonly now: number;
  readonly typeFilter: TypeFilter;
  readonly filter: Filter;
  /** Null for the usual order. */
  readonly sort: Sort | null;
  /** The id of a grouping. */
  readonly grouping: string;
  readonly compact: Compact;
  readonly track: Track;
  readonly sinceKey: SinceKey;
  readonly hostNames: HostNames;
  /** Of the sockets that were inspected while they were open. */
  readonly crossChecks: CrossChecks;
  /** A message that the footer shows instead of the keys until the next key press. */
  readonly notice: Clean | null;
  /** Whether lsof runs for the pager. */
  readonly asksLsof: boolean;
  /** Null before the first good poll. */
  readonly list: ListState | null;
  /** Seconds between two polls, where they take so long that they follow less often than the interval wants. */
  readonly pace: number | null;
  /** The last poll where it failed, with its time in milliseconds since the epoch; the next good poll clears it. */
  readonly failure: {readonly message: Clean; readonly at: number} | null;
  /** The time at which the user paused, in milliseconds since the epoch; null while polls go on. */
  readonly pausedAt: number | null;
  /** The ids of folded groups. */
  readonly folded: ReadonlySet<string>;
  /** The ids of lines that stand for several sockets and show these below. */
  readonly unfolded: ReadonlySet<string>;
  readonly cursor: LineId | null;
  /** Whether a key was pressed; until then the cursor goes to the worst row at each poll. */
  readonly isTouched: boolean;
  /** The line that the last jump to an unexplained row led to; null before the first. */
  readonly jumpTarget: LineId | null;
  /** The index of the first line of the list on the screen. */
  readonly top: number;
  /** The widest cells of the rows that were on the screen since the query of the list last changed. */
  readonly naturalWidths: NaturalWidths;
  readonly mode: ModeState;
  readonly osName: Clean | null;
  readonly load: HostLoad | null;
};

/** The parts of the first state that settings may choose. */
export type Start = {
  readonly filter?: Filter;
  readonly sort?: Sort | null;
  readonly grouping?: string;
  /** Absent: each socket on its line. */
  readonly compact?: Compact;
};

/** No change since a key. */
export const nothingSince: Omit<SinceKey, 'at'> = {opened: 0, closed: 0, suspect: 0, drifted: 0};

export const noFilter: Filter = {text: '', query: everything, error: null};

/** The state before the first poll; `now` is in milliseconds since the epoch. */
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
  compact: start.compact ?? false,
  track: noTrack,
  sinceKey: {at: now, ...nothingSince},
  hostNames: noHostNames,
  crossChecks: noCrossChecks,
  notice: null,
  asksLsof: false,
  list: null,
  pace: null,
  failure: null,
  pausedAt: null,
  folded: new Set(),
  unfolded: new Set(),
  cursor: null,
  isTouched: false,
  jumpTarget: null,
  top: 0,
  naturalWidths: noNaturalWidths,
  mode: {at: 'list'},
  osName: null,
  load: null,
});

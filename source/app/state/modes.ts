import type {Draft} from '../../domain/baseline.ts';
import type {Inspection} from '../../domain/inspection.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Rates} from '../table/track-changes.ts';
import type {ConfirmedAction} from './confirm.ts';
import type {Anchor} from './scroll.ts';
import type {Filter, LineId} from './state.ts';
import type {TextInput} from './text-input.ts';

/** The screens and prompts, of which a state has one on top. */

/** The screen of one socket. */
export type Detail = {
  readonly at: 'detail';
  readonly key: string;
  /** The socket as of the last poll that found it. */
  readonly row: AssessedSocket;
  /** The time of the first poll that did not find it, in milliseconds since the epoch; null while it is open. */
  readonly closedAt: number | null;
  readonly inspection: Inspection | null;
  /** The rates at each poll since the detail was opened, oldest first. */
  readonly rates: readonly Rates[];
  /** The first line shown, or the section that is. */
  readonly scroll: number | Anchor;
};
export type ListMode = {readonly at: 'list'};
/** The prompt for the filter, over the list. */
export type FilterMode = {
  readonly at: 'filter';
  /** The position of the next character, in UTF-16 units from 0. */
  readonly caret: number;
  /** Esc restores this filter and cursor. */
  readonly before: Filter;
  readonly cursor: LineId | null;
};
/** The prompt for the file format of an export, over the list. */
export type ExportMode = {readonly at: 'export'};
/** The prompt for the note of an acceptance, over the list or a detail. */
export type AcceptMode = TextInput & {
  readonly at: 'accept';
  /** The block without its note: the socket as it was when the key was pressed. */
  readonly draft: Draft;
  /** The socket that is accepted; of a connection that came in, its listener. */
  readonly row: AssessedSocket;
  readonly isListenerOfRow: boolean;
  /** A suspect socket is accepted with a note only. */
  readonly needsNote: boolean;
  /** Whether Enter was pressed without a note that is needed. */
  readonly isNoteMissing: boolean;
  readonly over: ListMode | Detail;
};
/** The prompt for the confirmation word of an action, over the list or a detail. */
export type ConfirmMode = {
  readonly at: 'confirm';
  readonly confirmed: ConfirmedAction;
  readonly text: string;
  readonly over: ListMode | Detail;
};
/** The screen of the sockets that closed in the last hour. */
export type ClosedMode = {readonly at: 'closed'; readonly scroll: number};
/** The screen of the differences from the baseline. */
export type DriftMode = {readonly at: 'drift'; readonly scroll: number};
/** A screen that the help can cover. */
export type Page = ListMode | Detail | ClosedMode | DriftMode;
export type HelpMode = {readonly at: 'help'; readonly over: Page; readonly scroll: number};
export type ModeState = Page | HelpMode | FilterMode | ExportMode | AcceptMode | ConfirmMode;

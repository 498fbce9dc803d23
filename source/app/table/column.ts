import type {Tone} from '../../domain/line.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import type {HostNameOf} from './cells.ts';
import type {Seen} from './track-changes.ts';

/** Everything that the text of a cell depends on besides its row and its width. */
export type CellOptions = {
  readonly symbols: Symbols;
  readonly numeric: boolean;
  /** The history of a row over the polls; undefined for a closed one. */
  readonly seenOf: (row: AssessedSocket) => Seen | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The names of peers, where the user has them shown. Absent: addresses only. */
  readonly hostNameOf?: HostNameOf;
};

/** A column of the table. Whether it is shown depends on the width of the terminal and `ColumnChoice`. */
export type Column = {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly align: 'left' | 'right';
  /** Shown on terminals of `from` to `until` columns (inclusive). */
  readonly from: number;
  readonly until: number;
  /** The cells on a terminal of this many columns, before widths are distributed; 0 for the rest of the line. */
  readonly cells: (columns: number) => number;
  /** Its turn to get the surplus of other columns, lowest first. Absent: it neither grows nor shrinks. */
  readonly growPriority?: number;
  readonly text: (row: AssessedSocket, cells: number, options: CellOptions) => string;
  readonly tone: (row: AssessedSocket) => Tone;
  /** Shown only where the list has sockets of several network namespaces. */
  readonly ofNamespaces?: true;
  /** Its text needs more than one poll, or changes with the clock. */
  readonly overTime?: true;
  /** The value that the column sorts by, and its natural direction. */
  readonly sort: {
    readonly value: (row: AssessedSocket, options: CellOptions) => string | number;
    readonly first: 'up' | 'down';
    /** Two rows may change their order though neither socket has changed. */
    readonly isVolatile?: true;
  };
};

/** A column with its cells on the terminal at hand. */
export type PlacedColumn = {readonly column: Column; readonly cells: number};

import type {Tone} from '../../domain/line.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import type {HostNameOf} from './cells.ts';
import type {Seen} from './track-changes.ts';

export type CellOptions = {
  readonly symbols: Symbols;
  readonly numeric: boolean;
  /** What the polls so far tell of a row; undefined of one that is gone. */
  readonly seenOf: (row: AssessedSocket) => Seen | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What name servers claim that an address is called; null where that is not asked for or not known. Absent: never asked. */
  readonly hostNameOf?: HostNameOf;
};

/** A column of the table. Whether it is shown depends on the width of the terminal alone. */
export type Column = {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly align: 'left' | 'right';
  /** Shown on terminals of `from` to `until` columns (inclusive). */
  readonly from: number;
  readonly until: number;
  /** Cells on a terminal of this many columns, before any are traded; 0 takes the rest of the line. */
  readonly cells: (columns: number) => number;
  /** Its place among those that get what others can spare, lowest first, and that give what they do not need. Absent: it never trades. */
  readonly growPriority?: number;
  readonly text: (row: AssessedSocket, cells: number, options: CellOptions) => string;
  readonly tone: (row: AssessedSocket) => Tone;
  /** Tells what more than one poll found out. */
  readonly overTime?: true;
  /** What the column sorts by, and which direction comes first. */
  readonly sort: {
    readonly value: (row: AssessedSocket, options: CellOptions) => string | number;
    readonly first: 'up' | 'down';
    /** The order of two rows may become another one though neither socket changed. */
    readonly moves?: true;
  };
};

/** A column with the cells it has on a certain terminal. */
export type PlacedColumn = {readonly column: Column; readonly cells: number};

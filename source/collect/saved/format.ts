import type {Clean} from '../../domain/text.ts';
import type {ParsedRow} from './parsed-row.ts';
import type {PortReader} from './service-port.ts';

/** One line as its table reads it. `next` reads the lines below; where `next` is absent, the same reader goes on. */
export type LineResult = {readonly next?: ReadLine} & (
  | {readonly kind: 'row'; readonly row: ParsedRow}
  /** More about the row above; `row` is that row with the addition. */
  | {readonly kind: 'more'; readonly row: ParsedRow}
  /** A line of a list of processes. */
  | {readonly kind: 'process'; readonly pid: number; readonly name: string}
  /** Understood, and no socket of the internet protocols; counted as `what`. `inRow`: the row above goes on below. */
  | {readonly kind: 'skip'; readonly what: string; readonly inRow?: true}
  /** Understood, and part of a row that later lines finish. */
  | {readonly kind: 'part'}
  /** By its form a row of this table, with content that cannot be read. */
  | {readonly kind: 'unread'}
);

/**
 * Reads one line of a table. Pure. `above` is the row directly above, to which the line may add; null where no row was
 * read there. Returns null where the line has not the form of a row: another table may begin here.
 */
export type ReadLine = (line: Clean, above: ParsedRow | null) => LineResult | null;

/** A table that can be read: the output of one command on some systems. */
export type Format = {
  /** As typed; formats of one command are listed together. */
  readonly command: string;
  /** Systems that print the command's output so; absent where it is the same on all. */
  readonly systems?: readonly string[];
  /** A list of processes, which is no table of sockets by itself. */
  readonly ofProcesses?: true;
  /** Whether this line is the header of such a table. */
  readonly header: (line: Clean) => boolean;
  /** The reader of a table's first line; `header` is the line above it, null where the table has none. */
  readonly open: (ports: PortReader, header: Clean | null) => ReadLine;
};

export const skip = (what: string): LineResult => ({kind: 'skip', what});
export const part: LineResult = {kind: 'part'};

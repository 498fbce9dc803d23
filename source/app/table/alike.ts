import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Ends} from './ends.ts';
import type {Rates} from './track-changes.ts';

/** Sockets of a group that are alike, on one line: two or more. */
export type Alike = {
  /** The same from poll to poll. */
  readonly id: string;
  /** In the order of the list. */
  readonly rows: readonly AssessedSocket[];
  readonly first: AssessedSocket;
  /** Whether each shows the same in every column, so that a key may act on the first of them in place of any. */
  readonly isSame: boolean;
  /** Sums over all its rows; null where no row has the number. */
  readonly recvQueue: number | null;
  readonly sendQueue: number | null;
  readonly traffic: Rates;
  readonly ends: Ends;
};

/** A line in a group: a socket, or several that are alike. */
export type TableLine = AssessedSocket | Alike;

export const isAlike = (line: TableLine): line is Alike => 'ends' in line;

/** The socket of a line, or the first of several, which shows the same as each of them in most columns. */
export const firstOf = (line: TableLine): AssessedSocket => (isAlike(line) ? line.first : line);

import type {Verdict} from '../../domain/verdict.ts';

/** The symbols of the screens; `--ascii` selects the second set. */
export type Symbols = {
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly cursor: string;
  /** The mark of a row that is new, changed or closed. */
  readonly mark: Readonly<Record<'new' | 'changed' | 'closed', string>>;
  /** The arrow behind the title of the column that the list is sorted by. */
  readonly ascending: string;
  readonly descending: string;
  readonly open: string;
  readonly folded: string;
  /** Before a row that a line of several alike sockets was unfolded to. */
  readonly below: string;
  readonly to: string;
  readonly from: string;
  /** Between two ends of which it is not known who opened the connection. */
  readonly between: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly down: string;
  readonly up: string;
  /** Before the number of sockets that a row stands for. */
  readonly times: string;
};

export const unicodeSymbols: Symbols = {
  verdict: {explained: '✓', learn: '?', suspect: '!'},
  cursor: '›',
  mark: {new: '*', changed: '~', closed: 'x'},
  ascending: '↑',
  descending: '↓',
  open: '▾',
  folded: '▸',
  below: '·',
  to: '→',
  from: '←',
  between: '?',
  dot: '·',
  ellipsis: '…',
  down: '↓',
  up: '↑',
  times: '×',
};

export const asciiSymbols: Symbols = {
  verdict: {explained: '+', learn: '?', suspect: '!'},
  cursor: '>',
  mark: {new: '*', changed: '~', closed: 'x'},
  ascending: '^',
  descending: 'v',
  open: '-',
  folded: '+',
  below: ':',
  to: '->',
  from: '<-',
  between: '?',
  dot: '-',
  ellipsis: '~',
  down: 'in',
  up: 'out',
  times: 'x',
};

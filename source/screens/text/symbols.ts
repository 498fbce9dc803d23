import type {Verdict} from '../../domain/verdict.ts';

/** The symbols of the screens; `--ascii` selects the second set. */
export type Symbols = {
  readonly verdict: Readonly<Record<Verdict | 'accepted', string>>;
  readonly cursor: string;
  /** The mark of a row that is new, changed or closed since a refresh before, or differs from the baseline. */
  readonly mark: Readonly<Record<'new' | 'changed' | 'closed' | 'drift', string>>;
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
  verdict: {explained: '✓', accepted: '=', learn: '?', suspect: '!'},
  cursor: '›',
  mark: {new: '*', changed: '~', closed: 'x', drift: 'Δ'},
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
  verdict: {explained: '+', accepted: '=', learn: '?', suspect: '!'},
  cursor: '>',
  mark: {new: '*', changed: '~', closed: 'x', drift: 'd'},
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

import type {Verdict} from '../model/verdict.ts';

/** The signs a screen is drawn with; `--ascii` takes the second set. */
export type Symbols = {
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly cursor: string;
  readonly open: string;
  readonly folded: string;
  readonly to: string;
  readonly from: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly down: string;
  readonly up: string;
};

export const unicodeSymbols: Symbols = {
  verdict: {explained: '✓', learn: '?', suspect: '!'},
  cursor: '›',
  open: '▾',
  folded: '▸',
  to: '→',
  from: '←',
  dot: '·',
  ellipsis: '…',
  down: '↓',
  up: '↑',
};

export const asciiSymbols: Symbols = {
  verdict: {explained: '+', learn: '?', suspect: '!'},
  cursor: '>',
  open: '-',
  folded: '+',
  to: '->',
  from: '<-',
  dot: '-',
  ellipsis: '~',
  down: 'in',
  up: 'out',
};

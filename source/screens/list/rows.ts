import type {CellOptions, PlacedColumn} from '../../app/table/column.ts';
import type {Group} from '../../app/table/group-rows.ts';
import {type Sort, sortedBy} from '../../app/table/sort.ts';
import type {Mark} from '../../app/table/track-changes.ts';
import {type Line, line, type Span, span} from '../../domain/line.ts';
import {type Verdict, verdicts} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {bytesText} from '../text/bytes.ts';
import {cut, fit, steady} from '../text/fit.ts';
import {joinParts} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';

/** Cells at the left edge that show where the cursor is. */
export const gutter = 2;

/** The titles of the columns; the one that is sorted by has an arrow. */
export function titleLine(columns: readonly PlacedColumn[], asked: Sort | null, symbols: Symbols): Line {
  const sort = sortedBy(asked);
  const titles = columns.map(({column, cells}) => {
    const arrow = sort.column === column.id ? arrowOf(column, sort, symbols) : '';
    return fit(`${cut(column.title, cells - arrow.length, '')}${arrow}`, cells, column.align, '');
  });
  return line(span(`${' '.repeat(gutter)}${titles.join(' ')}`.trimEnd(), 'heading'));
}

const arrowOf = ({sort}: PlacedColumn['column'], {reversed}: Sort, {ascending, descending}: Symbols): string =>
  (sort.first === 'up') === reversed ? descending : ascending;

/** What a row has besides its cells. */
export type RowLook = {
  readonly selected: boolean;
  readonly mark: Mark;
  /** Said in the place of why, in the poll that brought it; null as a rule. */
  readonly news: string | null;
};

export const plainLook: RowLook = {selected: false, mark: null, news: null};

/** One socket as a line that fills its columns. */
export function rowLine(
  row: AssessedSocket,
  columns: readonly PlacedColumn[],
  options: CellOptions,
  list: RowLook,
): Line {
  const {selected, mark, news} = list;
  const {symbols} = options;
  const isGone = mark === 'closed';
  const spans: Span[] = [
    span(selected ? symbols.cursor : ' ', 'strong'),
    mark === null ? span(' ') : span(symbols.mark[mark], isGone ? 'dim' : 'accent'),
  ];
  columns.forEach(({column, cells}, index) => {
    const last = index === columns.length - 1;
    const isNews = news !== null && column.id === 'why';
    const text = steady(isNews ? news : column.text(row, cells, options));
    const cell = last ? cut(text, cells, symbols.ellipsis) : fit(text, cells, column.align, symbols.ellipsis);
    spans.push({text: last ? cell : `${cell} `, tone: isGone ? 'dim' : isNews ? 'accent' : column.tone(row)});
  });
  return {spans, selected};
}

/** `▾ LISTEN 14  ✓ 10 explained  ? 3 learn  ! 1 suspect`, and what goes over its sockets, as much as fits. */
export function groupLine(group: Group, folded: boolean, cells: number, symbols: Symbols, selected: boolean): Line {
  const present = verdicts.filter(verdict => group.counts[verdict] > 0);
  const living = present.reduce((sum, verdict) => sum + group.counts[verdict], 0);
  const counts = (wordOf: (verdict: Verdict) => string): readonly Span[] =>
    present.flatMap((verdict, index) => [
      span(index === 0 ? '' : '  '),
      span(`${symbols.verdict[verdict]} ${group.counts[verdict]}${wordOf(verdict)}`, verdict),
    ]);
  const title = `${marker(selected, symbols)}${folded ? symbols.folded : symbols.open} ${steady(group.id)}`;
  const parts = [
    {says: [[span(title, 'heading'), span(` ${living}`, 'strong')]], rank: 0},
    {says: [counts(verdict => ` ${verdict}`), counts(() => '')], rank: 1},
    {says: [trafficSpans(group, symbols), []], rank: 2},
  ];
  return {...joinParts(parts, cells, '  '), selected};
}

const marker = (selected: boolean, {cursor}: Symbols): string => (selected ? `${cursor} ` : '  ');

/** What goes over all sockets of a group; empty where nothing does, or it is not counted. */
function trafficSpans({traffic: {received, sent}}: Group, {down, up}: Symbols): readonly Span[] {
  return received + sent < 1 ? [] : [span(`${down} ${bytesText(received)}/s ${up} ${bytesText(sent)}/s`, 'dim')];
}

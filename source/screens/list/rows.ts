import {firstOf, isAlike, type TableLine} from '../../app/table/alike.ts';
import {cellText} from '../../app/table/alike-columns.ts';
import type {CellOptions, PlacedColumn} from '../../app/table/column.ts';
import {countOf, type Group} from '../../app/table/group-rows.ts';
import {type Sort, sortedBy} from '../../app/table/sort.ts';
import {type Mark, shownMarkOf} from '../../app/table/track-changes.ts';
import {type Line, line, type Span, span} from '../../domain/line.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {type Standing, standingOf, standings} from '../../judge/baseline/standing.ts';
import {bytesText} from '../text/bytes.ts';
import {cut, fit, steady, width} from '../text/fit.ts';
import {joinParts} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';

/** The cells at the left edge, for the cursor and the mark of a row. */
export const gutter = 2;

/** The titles of the columns. The column that the list is sorted by has an arrow. */
export function titleLine(columns: readonly PlacedColumn[], requested: Sort | null, symbols: Symbols): Line {
  const sort = sortedBy(requested);
  const titles = columns.map(({column, cells}) => {
    const arrow = sort.column === column.id ? arrowOf(column, sort, symbols) : '';
    return fit(`${cut(column.title, cells - arrow.length, '')}${arrow}`, cells, column.align, '');
  });
  return line(span(`${' '.repeat(gutter)}${titles.join(' ')}`.trimEnd(), 'heading'));
}

const arrowOf = ({sort}: PlacedColumn['column'], {reversed}: Sort, {ascending, descending}: Symbols): string =>
  (sort.first === 'up') === reversed ? descending : ascending;

/** A line of several sockets that are not shown, or are shown below it; one of these; null for any other row. */
export type Fold = 'folded' | 'open' | 'below' | null;

/** The parts of a row besides its cells. */
export type RowDecoration = {
  readonly selected: boolean;
  /** By the polls. A row that is not as the baseline has it is marked so in its place. */
  readonly mark: Mark;
  /** The change of the last poll, shown instead of the reason; null for an unchanged row. */
  readonly news: string | null;
  readonly fold: Fold;
};

export const undecorated: RowDecoration = {selected: false, mark: null, news: null, fold: null};

/** A connection in TIME_WAIT is over: the kernel waits for late segments, and no process can use it any more. */
const isOver = (row: AssessedSocket): boolean => row.socket.state === 'TIME_WAIT' && standingOf(row) !== 'suspect';

/** How text without a cursor marks a line that stands for several sockets. */
export const foldOf = (tableLine: TableLine): Fold => (isAlike(tableLine) ? 'folded' : null);

/** The sign before the cells of a line. */
export function markSpan(tableLine: TableLine, mark: Mark, fold: Fold, symbols: Symbols): Span {
  const shown = shownMarkOf(firstOf(tableLine), mark);
  return shown === null || isAlike(tableLine)
    ? span(fold === null ? ' ' : symbols[fold], fold === 'below' ? 'dim' : 'normal')
    : span(symbols.mark[shown], mark === 'closed' ? 'dim' : shown === 'drift' ? 'strong' : 'accent');
}

/** The line of one socket, or of several that are alike. */
export function rowLine(
  tableLine: TableLine,
  columns: readonly PlacedColumn[],
  options: CellOptions,
  {selected, mark, news, fold}: RowDecoration,
): Line {
  const {symbols} = options;
  const row = firstOf(tableLine);
  const isDim = mark === 'closed' || isOver(row);
  const spans: Span[] = [span(selected ? symbols.cursor : ' ', 'strong'), markSpan(tableLine, mark, fold, symbols)];
  columns.forEach(({column, cells}, index) => {
    const last = index === columns.length - 1;
    const isNews = news !== null && column.id === 'why';
    const text = steady(isNews ? news : cellText(column, tableLine, cells, options));
    const cell = last ? cut(text, cells, symbols.ellipsis) : fit(text, cells, column.align, symbols.ellipsis);
    spans.push({text: last ? cell : `${cell} `, tone: isDim ? 'dim' : isNews ? 'accent' : column.tone(row)});
  });
  return {spans, selected};
}

const separator = '  ';

/** The least room for the name of a group, with the marks before it, at which its verdicts stand behind it. */
const minTitle = 12;

/** `▾ LISTEN 14  ✓ 10 explained  ? 3 learn  ! 1 suspect` and the traffic of its sockets, as much as fits. */
export function groupLine(group: Group, folded: boolean, cells: number, symbols: Symbols, selected: boolean): Line {
  const present = standings.filter(standing => group.counts[standing] > 0);
  const counts = (wordOf: (standing: Standing) => string): readonly Span[] =>
    present.flatMap((standing, index) => [
      span(index === 0 ? '' : '  '),
      span(`${symbols.verdict[standing]} ${group.counts[standing]}${wordOf(standing)}`, standing),
    ]);
  const title = `${marker(selected, symbols)}${folded ? symbols.folded : symbols.open} ${steady(group.id)}`;
  const number = ` ${countOf(group.counts)}`;
  const marks = counts(() => '');
  const room = cells - number.length;
  const besideMarks = room - width(separator + marks.map(({text}) => text).join(''));
  const short = cut(title, besideMarks < minTitle ? room : besideMarks, symbols.ellipsis);
  const parts = [
    {variants: [title, short].map(text => [span(text, 'heading'), span(number, 'strong')]), rank: 0},
    {variants: [counts(standing => ` ${standing}`), marks], rank: 1},
    {variants: [trafficSpans(group, symbols), []], rank: 2},
  ];
  return {...joinParts(parts, cells, separator), selected};
}

const marker = (selected: boolean, {cursor}: Symbols): string => (selected ? `${cursor} ` : '  ');

/** The traffic of all sockets of a group; empty where there is none, or where no bytes are counted. */
function trafficSpans({traffic: {received, sent}}: Group, {down, up}: Symbols): readonly Span[] {
  return received + sent < 1 ? [] : [span(`${down} ${bytesText(received)}/s ${up} ${bytesText(sent)}/s`, 'dim')];
}

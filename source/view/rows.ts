import type {Judged} from '../assess/judge.ts';
import {cut, fit, steady} from '../layout/fit.ts';
import {joinParts} from '../layout/parts.ts';
import type {Symbols} from '../layout/symbols.ts';
import {type Line, line, type Span, span} from '../model/line.ts';
import {type Verdict, verdicts} from '../model/verdict.ts';
import type {CellOptions, PlacedColumn} from '../table/columns.ts';
import type {Group} from '../table/order.ts';

/** Cells at the left edge that show where the cursor is. */
export const gutter = 2;

/** The titles of the columns. */
export function titleLine(columns: readonly PlacedColumn[]): Line {
  const titles = columns.map(({column, cells}) => fit(column.title, cells, column.align, ''));
  return line(span(`${' '.repeat(gutter)}${titles.join(' ')}`.trimEnd(), 'heading'));
}

/** One socket as a line that fills its columns. */
export function rowLine(row: Judged, columns: readonly PlacedColumn[], options: CellOptions, selected: boolean): Line {
  const spans: Span[] = [span(marker(selected, options.symbols), 'strong')];
  columns.forEach(({column, cells}, index) => {
    const last = index === columns.length - 1;
    const text = steady(column.text(row, cells, options));
    const cell = last
      ? cut(text, cells, options.symbols.ellipsis)
      : fit(text, cells, column.align, options.symbols.ellipsis);
    spans.push({text: last ? cell : `${cell} `, tone: column.tone(row)});
  });
  return {spans, selected};
}

/** `▾ LISTEN  14   10 explained · 3 learn · 1 suspect`. */
export function groupLine(group: Group, folded: boolean, cells: number, symbols: Symbols, selected: boolean): Line {
  const present = verdicts.filter(verdict => group.counts[verdict] > 0);
  const counts = (wordOf: (verdict: Verdict) => string): readonly Span[] =>
    present.flatMap((verdict, index) => [
      span(index === 0 ? '' : '  '),
      span(`${symbols.verdict[verdict]} ${group.counts[verdict]}${wordOf(verdict)}`, verdict),
    ]);
  const title = `${marker(selected, symbols)}${folded ? symbols.folded : symbols.open} ${group.state}`;
  const parts = [
    {says: [[span(title, 'heading'), span(` ${group.rows.length}`, 'strong')]], rank: 0},
    {says: [counts(verdict => ` ${verdict}`), counts(() => '')], rank: 1},
  ];
  return {...joinParts(parts, cells, '  '), selected};
}

const marker = (selected: boolean, {cursor}: Symbols): string => (selected ? `${cursor} ` : '  ');

/** One line of the result. `wanted` is what is to be reached; null where a figure is only told. */
export type Row = {
  readonly measure: string;
  readonly figure: string;
  readonly wanted: string | null;
  readonly reached: boolean | null;
};

/** A figure with the most it should be, both in `unit`; `detail` follows in brackets. */
export function limited(measure: string, value: number, most: number | null, unit: string, detail = ''): Row {
  const [shown, bound] = [value, most].map(each => (each === null ? null : `${Number(each.toFixed(2))}${unit}`));
  return {
    measure,
    figure: detail === '' ? `${shown}` : `${shown} (${detail})`,
    wanted: bound ? `≤ ${bound}` : null,
    reached: most === null ? null : value <= most,
  };
}

/** The rows as a table of Markdown. */
export function tableText(rows: readonly Row[]): string {
  const cells = rows.map(({measure, figure, wanted, reached}) => [
    measure,
    figure,
    wanted ?? '',
    reached === null ? '' : reached ? 'yes' : '**no**',
  ]);
  const lines = [['measure', 'figure', 'wanted', 'reached'], ['---', '---', '---', '---'], ...cells];
  return lines.map(line => `| ${line.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

import {type Noise, noiseText} from './machine.ts';

/**
 * One line of the result. `wanted` is what is to be reached; null where a figure is only told. `noise` is what other
 * programs took meanwhile; absent where nobody listened.
 */
export type Row = {
  readonly measure: string;
  readonly figure: string;
  readonly wanted: string | null;
  readonly reached: boolean | null;
  readonly noise?: Noise;
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

/** The rows as a table of Markdown, with a warning where the machine was not quiet. */
export function tableText(rows: readonly Row[]): string {
  const cells = rows.map(({measure, figure, wanted, reached, noise}) => [
    measure,
    figure,
    wanted ?? '',
    reached === null ? '' : reached ? 'yes' : '**no**',
    noise ? noiseText(noise) : '',
  ]);
  return markdownTable([['measure', 'figure', 'wanted', 'reached', 'machine'], ...cells]);
}

/** A table of Markdown; the first line is its head. */
export function markdownTable([head = [], ...lines]: readonly (readonly string[])[]): string {
  const all = [head, head.map(() => '---'), ...lines];
  return all.map(line => `| ${line.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

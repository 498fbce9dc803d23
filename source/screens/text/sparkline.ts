const bars = Array.from('▁▂▃▄▅▆▇█');
const digits = Array.from('01234567');

/** The course of a figure, oldest first, as one sign each; the greatest is the highest. The last `cells` of them. */
export function sparkline(values: readonly number[], cells: number, ascii: boolean): string {
  const shown = values.slice(-cells);
  const greatest = Math.max(...shown, 1);
  const signs = ascii ? digits : bars;
  return shown.map(value => signs[Math.min(7, Math.floor((value / greatest) * 7.999))] ?? '').join('');
}

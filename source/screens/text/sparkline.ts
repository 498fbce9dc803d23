const bars = Array.from('▁▂▃▄▅▆▇█');
const digits = Array.from('01234567');

/** The last `cells` values (oldest first), one character each; the highest value has the highest bar or digit. */
export function sparkline(values: readonly number[], cells: number, ascii: boolean): string {
  const shown = values.slice(-cells);
  const highest = Math.max(...shown, 1);
  const levels = ascii ? digits : bars;
  return shown.map(value => levels[Math.min(7, Math.floor((value / highest) * 7.999))] ?? '').join('');
}

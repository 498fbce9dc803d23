import type {Column} from '../../app/table/column.ts';
import {columns} from '../../app/table/columns.ts';
import {acceptedFormats} from '../../collect/saved/formats.ts';

/** "a, b and c". */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const titles = (all: readonly Column[]): string => listed(all.map(({title}) => title));

/** The widths of the terminal below which columns disappear, the widest first, and the columns that replace them. */
export function columnsByWidth(): string {
  const widths = [...new Set(columns.map(({from}) => from))].filter(from => from > 0).sort((a, b) => b - a);
  const steps = widths.map((width, index) => {
    const instead = columns.filter(({until}) => until === width - 1);
    const comes = instead.length === 0 ? '' : ` (${titles(instead)} instead)`;
    const unit = index === 0 ? ' columns' : '';
    return `${titles(columns.filter(({from}) => from === width))} below ${width}${unit}${comes}`;
  });
  const stay = columns.filter(({from, until}) => from === 0 && until === Number.POSITIVE_INFINITY);
  return `${steps.join(', ')}; below ${markWidth()} a verdict is its mark alone. ${titles(stay)} always stay`;
}

/** Columns of the narrowest terminal on which the word of a verdict stands beside its mark. */
function markWidth(): number {
  const cells = columns.find(({id}) => id === 'verdict')?.cells ?? (() => 1);
  let width = 1;
  while (cells(width) === 1) width++;
  return width;
}

/** The commands whose output `--input` reads. */
export const savedFormats = (): string => acceptedFormats('and');

import {cellsOf, type RowCells} from './row-cells.ts';

/** So many cells that stay between two that change are written again: a movement over them takes as many bytes. */
const maxStaying = 6;

/**
 * The text that turns the row `previous` on the screen into `next`: the cells that changed, each stretch of them at its
 * column, without the rest of the row. The cursor may be anywhere in the row, before and after. Null where a row has to
 * be written as Ink does it.
 */
export function changedCells(previous: string, next: string, columns: number): string | null {
  const [before, after] = [cellsOf(previous), cellsOf(next)];
  if (!before || !after || Math.max(before.characters.length, after.characters.length) > columns) return null;
  const end = lengthOf(after);
  let text = '';
  for (let from = nextChange(before, after, 0, end); from < end; ) {
    let to = from + 1;
    let following = nextChange(before, after, to, end);
    while (following < end && following - to <= maxStaying) {
      to = following + 1;
      following = nextChange(before, after, to, end);
    }
    text += `\x1b[${from + 1}G${drawn(after, from, to)}`;
    from = following;
  }
  return lengthOf(before) > end ? `${text}\x1b[${end + 1}G\x1b[K` : text;
}

const isBlank = ({characters, styles}: RowCells, at: number): boolean =>
  (characters[at] ?? ' ') === ' ' && (styles[at] ?? '') === '';

/** The number of cells but for blanks at the end. */
function lengthOf(cells: RowCells): number {
  let length = cells.characters.length;
  while (length > 0 && isBlank(cells, length - 1)) length--;
  return length;
}

/** The first cell from `at` on that differs; `end` without one. */
function nextChange(before: RowCells, after: RowCells, at: number, end: number): number {
  let index = at;
  while (
    index < end &&
    (before.characters[index] ?? ' ') === after.characters[index] &&
    (before.styles[index] ?? '') === after.styles[index]
  )
    index++;
  return index;
}

/** The cells between two columns, from a terminal without style to one without style. */
function drawn({characters, styles}: RowCells, from: number, to: number): string {
  let text = '';
  let style = '';
  for (let index = from; index < to; index++) {
    const wanted = styles[index] ?? '';
    if (wanted !== style) text += style === '' ? `\x1b[${wanted}m` : `\x1b[0${wanted === '' ? '' : `;${wanted}`}m`;
    style = wanted;
    text += characters[index];
  }
  return style === '' ? text : `${text}\x1b[0m`;
}

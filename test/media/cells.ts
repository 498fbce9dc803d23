import type {IBuffer, IBufferCell} from '@xterm/headless';

/** How a cell polls. Colours are of the palette by number, `#rrggbb`, or null for the terminal's own. */
export type Style = {
  readonly foreground: number | string | null;
  readonly background: number | string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
};

/** Neighbouring cells of one style: where they start, how many they are, and what they show. */
export type Run = Style & {readonly column: number; readonly cells: number; readonly text: string};

/** What is on a terminal's screen, row by row; blanks of no style are left out. */
export function runsOf(buffer: IBuffer, columns: number, rows: number): readonly (readonly Run[])[] {
  return Array.from({length: rows}, (_, row) => {
    const line = buffer.getLine(buffer.baseY + row);
    const runs: Run[] = [];
    for (let column = 0; column < columns; column++) {
      const cell = line?.getCell(column);
      // The second cell of a wide character has no width.
      if (!cell || cell.getWidth() === 0) continue;
      const style = styleOf(cell);
      const text = cell.getChars() || ' ';
      const before = runs.at(-1);
      if (before && isAlike(before, style) && before.column + before.cells === column) {
        runs[runs.length - 1] = {...before, cells: before.cells + cell.getWidth(), text: before.text + text};
      } else {
        runs.push({...style, column, cells: cell.getWidth(), text});
      }
    }
    return runs.map(withoutEnd).filter(({cells}) => cells > 0);
  });
}

function styleOf(cell: IBufferCell): Style {
  return {
    foreground: cell.isFgDefault() ? null : colorOf(cell.isFgRGB(), cell.getFgColor()),
    background: cell.isBgDefault() ? null : colorOf(cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

const colorOf = (isRgb: boolean, color: number): number | string =>
  isRgb ? `#${color.toString(16).padStart(6, '0')}` : color;

const isAlike = (a: Style, b: Style): boolean =>
  a.foreground === b.foreground &&
  a.background === b.background &&
  a.bold === b.bold &&
  a.dim === b.dim &&
  a.inverse === b.inverse;

/** Without blanks at the end, where they show nothing. */
function withoutEnd(run: Run): Run {
  if (run.inverse || run.background !== null) return run;
  const text = run.text.trimEnd();
  return {...run, text, cells: run.cells - (run.text.length - text.length)};
}

import {type Line, lineText} from '../../source/domain/line.ts';
import type {Block, TableBlock} from '../../source/screens/detail/content.ts';
import type {Screen} from '../../source/screens/screen.ts';

/** A screen as the lines that a terminal shows, without blanks at their ends. */
export function screenLines({above, body, below}: Screen, ascii = false): string[] {
  const shown =
    body.kind === 'lines'
      ? body.lines.map(lineText)
      : body.sections
          .flatMap(({blocks}) => blocks.flatMap(block => blockLines(block, ascii)))
          .slice(body.scroll, body.scroll + body.height);
  const padded = Array.from({length: body.height}, (_, index) => shown[index] ?? '');
  return [...text(above), ...padded, ...text(below)].map(line => line.trimEnd());
}

const text = (lines: readonly Line[]): string[] => lines.map(lineText);

function blockLines(block: Block, ascii: boolean): readonly string[] {
  if (block.kind === 'lines') return text(block.lines);
  const drawn = tableLines(block);
  return ascii
    ? drawn.map(line =>
        line
          .replace(/─/g, '-')
          .replace(/│/g, '|')
          .replace(/[┌┐└┘├┤┬┴┼]/g, '+'),
      )
    : drawn;
}

/** The lines of a table as drawn by ink-table: rules above, below and between all rows. */
function tableLines({titles, rows}: TableBlock): readonly string[] {
  const widths = titles.map((title, index) => 2 + Math.max(title.length, ...rows.map(row => row[index]?.length ?? 0)));
  const rule = ([left, cross, right]: readonly [string, string, string]): string =>
    left + widths.map(cells => '─'.repeat(cells)).join(cross) + right;
  const row = (cells: readonly string[]): string =>
    `│${widths.map((width, index) => ` ${cells[index] ?? ''}`.padEnd(width)).join('│')}│`;
  return [
    rule(['┌', '┬', '┐']),
    row(titles),
    ...rows.flatMap(cells => [rule(['├', '┼', '┤']), row(cells)]),
    rule(['└', '┴', '┘']),
  ];
}

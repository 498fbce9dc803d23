import chalk from 'chalk';
import type {Line} from '../../domain/line.ts';
import type {Screen} from '../../screens/screen.ts';
import {lineWidth} from '../../screens/text/parts.ts';
import type {Theme} from '../../screens/text/themes.ts';
import {styledText} from './styled-text.ts';

/**
 * What Ink would draw of a screen of this many columns, from its first row on, for a terminal that shows nothing yet;
 * null where it holds what only Ink can draw. Ink takes longer to load than all the rest of the start, and then draws
 * the same once more.
 */
export function firstScreen({above, body, below}: Screen, columns: number, theme: Theme): string | null {
  if (body.kind !== 'lines') return null;
  const rest = new Array<Line | null>(Math.max(0, body.height - body.lines.length)).fill(null);
  const lines = [...above, ...body.lines.slice(0, body.height), ...rest, ...below];
  if (lines.some(line => line && lineWidth(line) > columns)) return null;
  return lines.map(line => (line ? textOf(line, columns, theme) : '')).join('\r\n');
}

const textOf = (line: Line, columns: number, theme: Theme): string =>
  line.selected
    ? chalk.inverse(styledText(line, theme) + ' '.repeat(columns - lineWidth(line)))
    : styledText(line, theme);

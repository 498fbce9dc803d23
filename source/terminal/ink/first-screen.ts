import chalk from 'chalk';
import type {Line} from '../../domain/line.ts';
import type {Screen} from '../../screens/screen.ts';
import {lineWidth} from '../../screens/text/parts.ts';
import type {Theme} from '../../screens/text/themes.ts';
import {styledText} from './styled-text.ts';

/**
 * The text that Ink would draw for a screen of this many columns, from its first row on, on an empty terminal; null
 * where only Ink can draw the screen. Loading Ink takes longer than all the rest of the start; then it draws the same
 * text once more.
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

import {type Line, line, span, type Tone} from '../../domain/line.ts';
import {steady, width, wrap} from './fit.ts';

/** Lines of a page, at most `cells` wide. */

export const blank: Line = line();

/** The title of a section. */
export const heading = (title: string): Line => line(span(title, 'heading'));

/** A wrapped paragraph with a margin of `indent` cells. */
export function paragraph(text: string, cells: number, tone: Tone = 'normal', indent = 2): readonly Line[] {
  const margin = ' '.repeat(indent);
  return wrap(steady(text), Math.max(1, cells - indent)).map(part => line(span(margin + part, tone)));
}

/** The cells of a label with the blanks behind it. */
export const usualLabelCells = 16;

/**
 * `  label        text`, with the text wrapped in its column. In a pane too narrow for two columns it stands below the
 * label.
 */
export function labelled(
  label: string,
  text: string,
  cells: number,
  tone: Tone = 'normal',
  labelCells = usualLabelCells,
): readonly Line[] {
  const room = cells - labelCells - 2;
  if (room < 16) return [line(span(`  ${label}`, 'dim')), ...paragraph(text, cells, tone, 4)];
  const [first = '', ...rest] = wrap(steady(text), room);
  const gap = ' '.repeat(Math.max(1, labelCells - width(label)));
  const margin = ' '.repeat(2 + labelCells);
  return [
    line(span(`  ${label}${gap}`, 'dim'), span(first, tone)),
    ...rest.map(part => line(span(margin + part, tone))),
  ];
}

/** A shell command behind `$`, wrapped where the pane is narrower. */
export const command = (text: string, cells: number): readonly Line[] =>
  wrap(steady(text), Math.max(1, cells - 4)).map((part, index) =>
    line(span(index === 0 ? '  $ ' : '    ', 'dim'), span(part, 'strong')),
  );

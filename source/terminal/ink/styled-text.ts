import chalk from 'chalk';
import type {Line} from '../../domain/line.ts';
import type {TextStyle, Theme} from '../../screens/text/themes.ts';

/** The text of a line with its colours in it (ECMA-48 SGR), as many as the terminal has. */
export function styledText({spans}: Line, theme: Theme): string {
  let result = '';
  let same = '';
  spans.forEach(({text, tone}, index) => {
    same += text;
    if (spans[index + 1]?.tone === tone) return;
    result += styled(same, theme[tone]);
    same = '';
  });
  return result;
}

function styled(text: string, {color, bold = false, dim = false, inverse = false}: TextStyle): string {
  let result = dim ? chalk.dim(text) : text;
  if (color !== undefined) result = isHex(color) ? chalk.hex(color)(result) : chalk[color](result);
  if (bold) result = chalk.bold(result);
  return inverse ? chalk.inverse(result) : result;
}

const isHex = (color: string): color is `#${string}` => color.startsWith('#');

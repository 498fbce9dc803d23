import assert from 'node:assert/strict';
import {test} from 'node:test';
import chalk from 'chalk';
import {span} from '../../../source/domain/line.ts';
import {type TextStyle, themes} from '../../../source/screens/text/themes.ts';
import {styledText} from '../../../source/terminal/ink/styled-text.ts';

/** SGR parameters that begin a style, and those that end it (ECMA-48, 8.3.117). */
const styles: readonly (readonly [style: TextStyle, starts: readonly string[], ends: readonly string[]])[] = [
  [{}, [], []],
  [{bold: true}, ['1'], ['22']],
  [{dim: true}, ['2'], ['22']],
  [{inverse: true}, ['7'], ['27']],
  [{color: 'red'}, ['31'], ['39']],
  [{color: '#ff8000'}, ['38;2;255;128;0'], ['39']],
  [{color: 'green', bold: true, inverse: true}, ['7', '1', '32'], ['39', '22', '27']],
  [{color: 'cyan', dim: true}, ['36', '2'], ['22', '39']],
];

const sequences = (parameters: readonly string[]): string => parameters.map(each => `\x1b[${each}m`).join('');

test('every part of a style is on the screen, and ends with its text', t => {
  const {level} = chalk;
  t.after(() => {
    chalk.level = level;
  });
  chalk.level = 3;
  for (const [style, starts, ends] of styles) {
    const text = styledText(
      {spans: [span('a', 'suspect'), span('b', 'suspect'), span('c')]},
      {...themes.mono, suspect: style},
    );
    assert.equal(text, `${sequences(starts)}ab${sequences(ends)}c`, JSON.stringify(style));
  }
});

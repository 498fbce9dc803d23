import assert from 'node:assert/strict';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import {changedCells} from '../../../source/terminal/ink/changed-cells.ts';

const columns = 30;

const cases: readonly (readonly [why: string, before: string, after: string, written: string])[] = [
  ['nothing where nothing changed', 'a \x1b[31mb\x1b[39m', 'a \x1b[31mb\x1b[39m', ''],
  ['one digit of a clock', 'load  12:00:01', 'load  12:00:02', '\x1b[14G2'],
  [
    'a cell with its style alone',
    '\x1b[36ma\x1b[39m \x1b[2m1 s\x1b[22m',
    '\x1b[36ma\x1b[39m \x1b[2m2 s\x1b[22m',
    '\x1b[3G\x1b[2m2\x1b[0m',
  ],
  [
    'a new style of the same text',
    '\x1b[31mab\x1b[39m',
    '\x1b[1m\x1b[31ma\x1b[39m\x1b[22m\x1b[31mb\x1b[39m',
    '\x1b[1G\x1b[1;31ma\x1b[0m',
  ],
  ['two stretches apart', 'a 23456789 b', 'x 23456789 y', '\x1b[1Gx\x1b[12Gy'],
  ['near stretches at once', 'a 234 b', 'x 234 y', '\x1b[1Gx 234 y'],
  ['a row that becomes shorter', 'some words', 'some', '\x1b[5G\x1b[K'],
  ['a row that becomes longer', 'some', 'some words', '\x1b[6Gwords'],
  ['a row that becomes empty', 'x', '', '\x1b[1G\x1b[K'],
  ['blanks in reverse', 'x', '\x1b[7mx  \x1b[27m', '\x1b[1G\x1b[7mx  \x1b[0m'],
];

for (const [why, before, after, written] of cases) {
  test(`it writes ${why}`, () => assert.equal(changedCells(before, after, columns), written));
}

for (const [why, row] of [
  ['a wide character', '日'],
  ['a style that is not known', '\x1b[4mx\x1b[24m'],
  ['another sequence', 'x\x1b[2K'],
  ['a control', 'a\tb'],
  ['more cells than the screen', 'x'.repeat(columns + 1)],
] as const) {
  test(`a row with ${why} is left to Ink`, () => {
    assert.equal(changedCells('x', row, columns), null);
    assert.equal(changedCells(row, 'x', columns), null);
  });
}

/** What a terminal shows of its first row: each cell with its character and style. */
async function shown(...texts: readonly string[]): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({cols: columns, rows: 2, allowProposedApi: true});
  for (const text of texts) await new Promise<void>(resolve => terminal.write(text, resolve));
  const line = terminal.buffer.active.getLine(0);
  const cells = Array.from({length: columns}, (_, x) => {
    const cell = line?.getCell(x);
    const styles = [cell?.isBold(), cell?.isDim(), cell?.isInverse(), cell?.getFgColor(), cell?.getFgColorMode()];
    return `${cell?.getChars() || ' '} ${styles.join()}`;
  });
  terminal.dispose();
  return cells;
}

const piece = fc
  .tuple(
    fc.constantFrom(
      ['', ''],
      ['\x1b[31m', '\x1b[39m'],
      ['\x1b[1m\x1b[38;5;9m', '\x1b[39m\x1b[22m'],
      ['\x1b[2m', '\x1b[22m'],
      ['\x1b[7m', '\x1b[27m'],
    ),
    fc.string({unit: fc.constantFrom('a', 'b', ' ', ' ', '✓', '›'), maxLength: 8}),
  )
  .map(([[start, end], text]) => `${start}${text}${end}`);
const row = fc.array(piece, {maxLength: 3}).map(pieces => pieces.join(''));

test('the terminal then shows the row as if it was written whole, for any rows', async () => {
  await fc.assert(
    fc.asyncProperty(row, row, fc.integer({min: 0, max: columns - 1}), async (before, after, at) => {
      const written = changedCells(before, after, columns) ?? assert.fail();
      const whole = `\r\x1b[K${after}\x1b[0m`;
      assert.deepEqual(await shown(before, `\x1b[${at + 1}G`, written), await shown(whole));
      assert.ok(written.length <= whole.length + 8, 'and it is hardly longer');
    }),
  );
});

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import {needs} from '../e2e/helpers/needs.ts';
import {runsOf} from './cells.ts';
import {inkOf, rasterOf} from './raster.ts';
import {dark, toSvg} from './svg.ts';

const [columns, rows] = [120, 40];

/** The text of a drawn screen, in which some words have a style: then a row is more than one run. */
const drawn = readFileSync('test/screens/drawn/list-120x40.txt', 'utf8').trimEnd().split('\n');
const styled = drawn.map(line =>
  line.replace(/suspect|learn/g, '\x1b[31m$&\x1b[0m').replace(/explained/g, '\x1b[1m$&\x1b[0m'),
);

test('librsvg puts every glyph of a screen into its cell, and none elsewhere', needs('rsvg-convert'), async () => {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  await new Promise<void>(resolve => terminal.write(styled.join('\r\n'), resolve));
  const screen = runsOf(terminal.buffer.active, columns, rows);
  const svg = toSvg({title: 'x', columns, rows, palette: dark, frames: [{rows: screen, seconds: 0}]});
  const ink = inkOf(rasterOf(svg), columns, rows);
  const wide = /[^\x20-\x7e…→←·▾▸›✓↓↑]/;
  const wanted = drawn.map(line => line.replace(/[^ ]/g, '#').padEnd(columns));
  for (const [row, line] of drawn.entries()) {
    // Wide letters are of another font, if any.
    if (wide.test(line)) continue;
    // A dot in the middle and a stroke below the line may be too faint to count as ink.
    const isSlight = (column: number): boolean => /[·.,_'`:;-]/.test(line[column] ?? '');
    const compared = (cells: string): string =>
      Array.from(cells, (each, column) => (isSlight(column) ? '.' : each)).join('');
    assert.equal(compared(ink[row] ?? ''), compared(wanted[row] ?? ''), `row ${row}: ${line}`);
  }
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import {type Run, runsOf} from './cells.ts';
import {type Drawing, dark, light, toSvg} from './svg.ts';

/** What a terminal of 20 × 2 shows after this was written to it. */
async function screen(written: string): Promise<readonly (readonly Run[])[]> {
  const terminal = new xterm.Terminal({cols: 20, rows: 2, allowProposedApi: true});
  await new Promise<void>(resolve => terminal.write(written, resolve));
  return runsOf(terminal.buffer.active, 20, 2);
}

const drawing = (changes: Partial<Drawing> & Pick<Drawing, 'frames'>): string =>
  toSvg({title: 'a & b', columns: 20, rows: 2, palette: dark, ...changes});

test('neighbouring cells of one style are one run, and blanks at the end are left out', async () => {
  const [first = [], second = []] = await screen('ab\x1b[1;31mcd\x1b[0m \x1b[7mx \x1b[0m   \r\n漢字');
  assert.deepEqual(
    first.map(({column, cells, text, bold, inverse, foreground}) => [column, cells, text, bold, inverse, foreground]),
    [
      [0, 2, 'ab', false, false, null],
      [2, 2, 'cd', true, false, 1],
      [5, 2, 'x ', false, true, null],
    ],
  );
  assert.deepEqual(
    second.map(({cells, text}) => [cells, text]),
    [[4, '漢字']],
  );
});

test('a run stands at its column, as wide as its cells, in its colour', async () => {
  const svg = drawing({frames: [{rows: await screen('a\x1b[31mb<\x1b[38;2;1;2;3mc\x1b[38;5;244md'), seconds: 0}]});
  assert.match(svg, /<text x="0" y="13.5" textLength="8.4" lengthAdjust="spacingAndGlyphs">a<\/text>/);
  assert.match(svg, /<text x="8.4" y="13.5" style="fill:#ff6b6b" textLength="16.8"[^>]*>b&lt;<\/text>/);
  assert.match(svg, /style="fill:#010203"[^>]*>c</);
  assert.match(svg, /style="fill:#808080"[^>]*>d</);
  assert.match(svg, /<title>a &amp; b<\/title>/);
});

test('every word stands by its own x, and no text has a blank', async () => {
  const svg = drawing({frames: [{rows: await screen('  a  b c\x1b[7m  漢 d  \x1b[0m'), seconds: 0}]});
  const texts = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>([^<]*)</g)].map(([, x, text]) => [Number(x), text]);
  const at = (cells: number): number => Math.round(cells * 840) / 100;
  assert.deepEqual(texts, [
    [at(2), 'a'],
    [at(5), 'b'],
    [at(7), 'c'],
    [at(10), '漢'],
    [at(13), 'd'],
  ]);
  assert.doesNotMatch(svg, /white-space|xml:space/);
});

test('inverse cells are drawn on the colour of their text', async () => {
  const frames = [{rows: await screen('\x1b[7mx\x1b[31my'), seconds: 0}];
  const svg = drawing({frames, palette: light});
  assert.match(svg, /<rect x="0" width="8.4" height="18" fill="#24292f"[^>]*\/><text[^>]*fill:#fdfdfb[^>]*>x</);
  assert.match(svg, /<rect x="8.4" width="8.4" height="18" fill="#c62828"[^>]*\/><text[^>]*fill:#fdfdfb[^>]*>y</);
});

test('frames follow one another, each in its part of the round; equal lines are kept once', async () => {
  const [one, two] = [await screen('same\r\none'), await screen('same\r\ntwo')];
  const svg = drawing({
    frames: [
      {rows: one, seconds: 1},
      {rows: two, seconds: 3},
    ],
  });
  assert.match(
    svg,
    /@keyframes k0\{0%\{visibility:visible\}25%\{visibility:hidden\}\}\.f0\{animation:k0 4s step-end infinite\}/,
  );
  assert.match(svg, /@keyframes k1\{0%\{visibility:hidden\}25%\{visibility:visible\}\}/);
  assert.match(svg, /prefers-reduced-motion:reduce\)\{\.f\{animation:none\}\.f0\{visibility:visible\}\}/);
  assert.equal(svg.match(/>same</g)?.length, 1);
  assert.equal(svg.match(/<use href="#l0" y="0"\/>/g)?.length, 2);
  assert.doesNotMatch(drawing({frames: [{rows: one, seconds: 0}]}), /keyframes|visibility/);
});

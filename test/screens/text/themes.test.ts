import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type TextStyle, themeNames, themes} from '../../../source/screens/text/themes.ts';

/** Relative luminance (WCAG 2.2) of `#rrggbb`. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(at => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const styles = themeNames.flatMap(name =>
  Object.entries<TextStyle>(themes[name]).map(([tone, style]) => ({name, tone, style})),
);

test('every colour that a theme sets itself is 4.5 : 1 from black and from white', () => {
  const colours = styles.filter(({style}) => style.color?.startsWith('#'));
  assert.ok(colours.length >= 8);
  for (const {name, tone, style} of colours) {
    for (const background of ['#000000', '#ffffff']) {
      const ratio = contrast(style.color ?? '', background);
      assert.ok(ratio >= 4.5, `${name} ${tone} on ${background}: ${ratio.toFixed(2)}`);
    }
  }
});

test('other colours are names of the terminal’s palette, and none is grey', () => {
  const names = styles.flatMap(({style}) => (style.color && !style.color.startsWith('#') ? [style.color] : []));
  for (const name of names) assert.match(name, /^(red|green|yellow|blue|magenta|cyan)$/);
});

test('the contrast of black and white is 21 : 1', () => assert.equal(Math.round(contrast('#000000', '#ffffff')), 21));

test('mono and high-contrast have no colour, and high-contrast dims nothing', () => {
  for (const {name, tone, style} of styles) {
    if (name === 'mono' || name === 'high-contrast')
      assert.equal(style.color, undefined, `${name} gives ${tone} a colour`);
    if (name === 'high-contrast') assert.notEqual(style.dim, true, `${name} dims ${tone}`);
  }
});

test('suspect and explained differ without colour', () => {
  for (const name of themeNames) {
    const {explained, suspect}: {explained: TextStyle; suspect: TextStyle} = themes[name];
    assert.notDeepEqual([explained.bold, explained.inverse], [suspect.bold, suspect.inverse], name);
  }
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {sparkline} from '../../../source/screens/text/sparkline.ts';

const drawn: readonly (readonly [values: readonly number[], cells: number, text: string, ascii: string])[] = [
  [[], 8, '', ''],
  [[0, 0, 0], 8, '▁▁▁', '000'],
  [[0, 1, 2, 3, 4, 5, 6, 7], 8, '▁▂▃▄▅▆▇█', '01234567'],
  [[0, 1000], 8, '▁█', '07'],
  [[5, 5, 5], 8, '███', '777'],
  [[9, 9, 1, 2], 2, '▄█', '37'],
  [[900, 0, 7], 2, '▁█', '07'],
  [[1e300, 0, 5e299], 8, '█▁▄', '703'],
];
for (const [values, cells, text, ascii] of drawn) {
  test(`the sparkline of ${JSON.stringify(values)} in ${cells} cells is ${text || 'empty'}`, () => {
    assert.equal(sparkline(values, cells, false), text);
    assert.equal(sparkline(values, cells, true), ascii);
  });
}

test('a sparkline has a character for each of the last values, the highest for the highest value', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({min: 0, max: 1e15, noNaN: true}), fc.nat(3)), {minLength: 1, maxLength: 200}),
      fc.integer({min: 1, max: 60}),
      (values, cells) => {
        const text = sparkline(values, cells, true);
        const shown = values.slice(-cells);
        assert.match(text, /^[0-7]*$/);
        assert.equal(text.length, shown.length);
        shown.forEach((value, index) => {
          shown.forEach((other, at) => {
            if (value >= other) assert.ok((text[index] ?? '') >= (text[at] ?? ''), `${value} under ${other}`);
          });
        });
        if (Math.max(...shown) >= 1) assert.ok(text.includes('7'));
      },
    ),
  );
});

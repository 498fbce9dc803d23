import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {line, lineText, span} from '../../../source/domain/line.ts';
import {sanitize} from '../../../source/domain/text.ts';
import {atEdges, cutLine, joinParts, type LinePart, lineWidth} from '../../../source/screens/text/parts.ts';
import {anyText} from '../../helpers/arbitrary.ts';

const part = (rank: number, ...variants: readonly string[]): LinePart => ({
  rank,
  variants: variants.map(text => (text === '' ? [] : [span(text)])),
});

const parts = [part(0, 'verdicts', 'v'), part(2, 'exposed listeners', 'exposed'), part(1, 'sockets', 's')];
const join = (cells: number, of: readonly LinePart[] = parts): string => lineText(joinParts(of, cells, '  '));

const joined: readonly (readonly [why: string, cells: number, text: string])[] = [
  ['everything in full', 36, 'verdicts  exposed listeners  sockets'],
  ['the highest rank gets shorter first', 35, 'verdicts  exposed  sockets'],
  ['then the next', 25, 'verdicts  exposed  s'],
  ['then the lowest, and what room is left goes to the lowest', 19, 'v  exposed  sockets'],
  ['then the highest is left out', 12, 'verdicts  s'],
  ['then the next is left out', 5, 'v  s'],
  ['rank 0 stays', 3, 'v'],
];

for (const [why, cells, text] of joined) {
  test(`in ${cells} cells: ${why}`, () => assert.equal(join(cells), text));
}

test('a part that cannot be shorter or left out is cut', () => assert.equal(join(3, [part(0, 'abcdef')]), 'abc'));

test('a rank below 0 stays too, and gets the room that is left before rank 0', () => {
  const two = [part(0, 'owners known', 'o'), part(-1, 'the filter', 'f')];
  assert.deepEqual(
    [join(24, two), join(23, two), join(13, two)],
    ['owners known  the filter', 'o  the filter', 'o  the filter'],
  );
  assert.equal(join(4, two), 'o  f');
});

test('an empty part takes no separator', () => {
  assert.equal(join(20, [part(0, 'a'), part(1, ''), part(1, 'b')]), 'a  b');
  assert.equal(join(4, [part(0, 'a'), part(1, 'long', ''), part(0, 'b')]), 'a  b');
});

test('a joined line never takes more cells than there are', () => {
  const text = anyText.map(each => sanitize(each, 20));
  const anyPart = fc.record({
    variants: fc.array(
      fc.array(
        text.map(each => span(each)),
        {maxLength: 3},
      ),
      {minLength: 1},
    ),
    rank: fc.nat(4),
  });
  fc.assert(
    fc.property(fc.array(anyPart, {maxLength: 6}), fc.nat(60), (each, cells) => {
      assert.ok(lineWidth(joinParts(each, cells, ' · ')) <= cells);
    }),
  );
});

test('a right end stands at the right edge, and is left out where it would touch the left one', () => {
  const [left, right] = [line(span('left')), line(span('right'))];
  assert.equal(lineText(atEdges(left, right, 12)), 'left   right');
  assert.equal(lineText(atEdges(left, right, 11)), 'left  right');
  assert.equal(lineText(atEdges(left, right, 10)), 'left');
  assert.equal(lineText(atEdges(left, line(), 20)), 'left');
});

test('a line is cut span by span and keeps its tones', () => {
  const cut = cutLine({spans: [span('ab', 'learn'), span('東京', 'dim'), span('c')], selected: true}, 4);
  assert.deepEqual(cut, {spans: [span('ab', 'learn'), span('東', 'dim')], selected: true});
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {createIndentedJson} from '../../../source/app/table/indented-json.ts';
import {anyText} from '../../helpers/arbitrary.ts';

const leaf = fc.oneof(
  anyText,
  fc.integer(),
  fc.double({noNaN: true, noDefaultInfinity: true}),
  fc.boolean(),
  fc.constant(null),
);
const {value} = fc.letrec(tie => ({
  value: fc.oneof({depthSize: 'small'}, leaf, fc.array(tie('value')), fc.dictionary(anyText, tie('value'))),
}));

const nothingShared = {isShared: () => false, partsOf: () => undefined};

test('any value is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(value, any => {
      assert.equal(createIndentedJson(nothingShared)(any, 0), JSON.stringify(any, null, 2));
    }),
  );
});

test('a value that is within others has their blanks', () => {
  const write = createIndentedJson(nothingShared);
  fc.assert(
    fc.property(value, any => {
      assert.equal(`[\n  [\n    ${write(any, 2)}\n  ]\n]`, JSON.stringify([[any]], null, 2));
    }),
  );
});

test('members that are undefined are left out', () => {
  assert.equal(createIndentedJson(nothingShared)({a: undefined, b: 1}, 0), '{\n  "b": 1\n}');
});

test('the text of a shared object is made once, and that of a shared beginning', () => {
  let made = 0;
  const counted = (value: object): object =>
    Object.defineProperty(value, 'read', {enumerable: true, get: () => ++made});
  const [shared, base] = [counted({}), counted({})];
  const extended = [1, 2].map(more => ({whole: {...base, more}, parts: {base, more: {more}}}));
  made = 0;
  const write = createIndentedJson({
    isShared: value => value === shared,
    partsOf: value => extended.find(({whole}) => whole === value)?.parts,
  });
  const text = write([shared, shared, ...extended.map(({whole}) => whole)], 0);
  assert.equal(made, 2);
  const [first, second] = JSON.parse(text).slice(2);
  assert.deepEqual([first.more, second.more, first.read], [1, 2, second.read]);
});

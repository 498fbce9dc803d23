import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {parse} from 'smol-toml';
import {statementsOf} from '../../source/baseline/toml-statements.ts';

/** Values of TOML, most of them with signs that a search for headers could take for one. */
const single = fc.constantFrom(
  ...[
    '"[[listener]]"',
    "'# no comment'",
    '"""\n[[listener]]\n"""',
    "'''a''b'''",
    '"""\\"""\\\\"""',
    '""',
    "''",
    '""""""',
  ],
  ...['"""a""""', "'''''x'''''", '"\\\\"', '1', '-0.5e3', 'true', 'nan', '2026-11-27 10:12:00Z', '10:12:00'],
);
const comment = fc.constantFrom('', '# [[listener]]', '#"', '# }', "#'''");
const {value} = fc.letrec<{value: string}>(tie => ({
  value: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    single,
    fc
      .array(fc.tuple(tie('value'), comment), {maxLength: 3})
      .map(items => `[ ${items.map(([item, after]) => `${item} ,${after}\n`).join('')}]`),
    fc
      .array(tie('value'), {maxLength: 3})
      .map(items => `{ ${items.map((item, at) => `k${at} = ${item}`).join(' , ')} }`),
  ),
}));

test('the places of statements are right in any text that smol-toml reads', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, comment, fc.boolean()), {maxLength: 8}), parts => {
      let text = '';
      const wanted: string[] = [];
      parts.forEach(([written, after, isHeader], at) => {
        if (isHeader) {
          text += ` [[ "h${at}" ]] ${after}\n`;
          wanted.push(`h${at}`);
        }
        text += `\t"k${at}" = ${written} ${after}\n`;
        wanted.push(`k${at} ${written}`);
      });
      parse(text);
      const found = statementsOf(text).map(each =>
        each.kind === 'pair'
          ? `${each.pair.path[0]} ${text.slice(each.pair.value.start, each.pair.value.end)}`
          : `${each.path[0]}`,
      );
      assert.deepEqual(found, wanted);
    }),
  );
});

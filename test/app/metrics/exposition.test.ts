import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {exposition} from '../../../source/app/metrics/exposition.ts';
import {anyText} from '../../helpers/arbitrary.ts';
import {parseExposition} from '../../helpers/parse-exposition.ts';

const gauge = {name: 'portwatch_x', help: 'A gauge.'} as const;

test('a gauge has its help, its type and a line for each series', () => {
  assert.equal(
    exposition(gauge, [
      {labels: {proto: 'tcp', port: '22'}, value: 1},
      {labels: {proto: 'udp', port: '53'}, value: 0.5},
    ]),
    [
      '# HELP portwatch_x A gauge.',
      '# TYPE portwatch_x gauge',
      'portwatch_x{proto="tcp",port="22"} 1',
      'portwatch_x{proto="udp",port="53"} 0.5',
      '',
    ].join('\n'),
  );
  assert.equal(
    exposition(gauge, [{labels: {}, value: 1_795_854_964.769}]).split('\n')[2],
    'portwatch_x 1795854964.769',
  );
});

test('a gauge without a series is left out', () => {
  assert.equal(exposition(gauge, []), '');
});

test('quotes, backslashes and newlines are escaped by the rules of the format', () => {
  const label = 'a "b" \\c\nd \\n';
  assert.equal(
    exposition({name: 'portwatch_x', help: 'a "b" \\c\nd'}, [{labels: {label}, value: 1}]),
    [
      '# HELP portwatch_x a "b" \\\\c\\nd',
      '# TYPE portwatch_x gauge',
      String.raw`portwatch_x{label="a \"b\" \\c\nd \\n"} 1`,
      '',
    ].join('\n'),
  );
});

const hostile = fc.oneof(
  anyText.map(text => text.toWellFormed()),
  fc.string({unit: fc.constantFrom('"', '\\', '\n', 'n', '{', '}', ',', '=', ' ', '#', '\r', 'é')}),
);

test('a parser of the format reads any text of labels and help, and any value, as they were', () => {
  const series = fc.record({a: hostile, b: hostile}, {noNullPrototype: true});
  const value = fc.double({noNaN: true, noDefaultInfinity: true});
  fc.assert(
    fc.property(
      hostile,
      fc.uniqueArray(series, {selector: labels => JSON.stringify(labels)}),
      value,
      (help, all, n) => {
        const text = exposition(
          {name: 'portwatch_x', help},
          all.map(labels => ({labels, value: n})),
        );
        if (all.length === 0) return assert.equal(text, '');
        const family = parseExposition(text).get('portwatch_x');
        assert.deepEqual(family, {help, type: 'gauge', series: all.map(labels => ({labels, value: n + 0}))});
      },
    ),
  );
});

const notAllowed: readonly string[] = [
  'portwatch_x 1',
  '# HELP portwatch_x h\n# TYPE portwatch_x gauge\nportwatch_x 1\nportwatch_x 1\n',
  '# HELP portwatch_x h\n# TYPE portwatch_x gauge\nportwatch_x{a="b"c"} 1\n',
  '# HELP portwatch_x h\n# TYPE portwatch_x gauge\nportwatch_x{a="b\\c"} 1\n',
  '# HELP portwatch_x h\n# TYPE portwatch_x gauge\nportwatch_x{a="b",a="c"} 1\n',
  '# HELP portwatch_x h\n# TYPE portwatch_x gauge\nportwatch_x 1 1700000000\n',
  '# HELP portwatch_x h\n# HELP portwatch_x h\n',
  'portwatch_x 1\n',
];

test('the parser of these tests refuses texts that the format does not allow', () => {
  for (const text of notAllowed) assert.throws(() => parseExposition(text), Error, text);
});

import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {styledCharsFromTokens, styledCharsToString, tokenize} from '@alcalzone/ansi-tokenize';
import {build} from 'esbuild';
import fc from 'fast-check';
import {patchPackages} from '../../../source/build/patch.ts';
import {patches} from '../../../source/build/patches/index.ts';
import {type Clip, createReusedRows, type Operation} from '../../../source/terminal/ink/reuse-rows.ts';

/** The part of Ink's Output, as it is built into the program, that draws operations. */
type Output = {
  operations: readonly Operation[];
  readonly get: () => {readonly output: string; readonly height: number};
  readonly getAllRows: Output['get'];
};

const directory = mkdtempSync(join(tmpdir(), 'portwatch-output-'));
after(() => rmSync(directory, {recursive: true, force: true}));

async function buildOutput(): Promise<new (size: {width: number; height: number}) => Output> {
  const outfile = join(directory, 'output.mjs');
  await build({
    entryPoints: ['node_modules/ink/build/output.js'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    plugins: [patchPackages(patches)],
  });
  return (await import(pathToFileURL(outfile).href)).default;
}

const reversed = (line: string): string => `\x1b[7m${line}\x1b[27m`;
const write = fc.record({
  type: fc.constant('write' as const),
  x: fc.integer({min: -2, max: 12}),
  y: fc.integer({min: -1, max: 4}),
  text: fc.constantFrom(
    '\x1b[1m\x1b[36mbold\x1b[39m\x1b[22m ›\x1b[2m  \x1b[22m ',
    '\x1b[31mopen',
    'a',
    'some words',
    '\x1b[31mred\x1b[39m',
    'é日本',
    '👍👍',
    ' ',
    'x\x1b[1mb\x1b[22my',
  ),
  transformers: fc.constantFrom<readonly unknown[]>([], [reversed]),
});
const bound = fc.option(fc.integer({min: -1, max: 12}), {nil: undefined});
const clip = fc.record({x1: bound, x2: bound, y1: bound, y2: bound});
const bounded = fc
  .tuple(clip, fc.array(write, {maxLength: 3}), clip, fc.array(write, {maxLength: 2}))
  .map(([outer, first, inner, second]): readonly unknown[] => [
    {type: 'clip', clip: outer},
    ...first,
    {type: 'clip', clip: inner},
    ...second,
    {type: 'unclip'},
    {type: 'unclip'},
  ]);
const several = fc.constant({type: 'write', x: 1, y: 1, text: 'two\nrows', transformers: []});
const screen = fc.array(fc.oneof(write, bounded, {arbitrary: several, weight: 1}), {maxLength: 6});

/** Text with its styles in one of the many ways to write them. */
const shown = ({output}: {readonly output: string}): readonly string[] =>
  output.split('\n').map(line => styledCharsToString(styledCharsFromTokens(tokenize(line))).trimEnd());

test('a screen of reused rows is the one that Ink draws whole', async () => {
  const Output = await buildOutput();
  fc.assert(
    fc.property(fc.array(screen, {maxLength: 4}), fc.integer({min: 1, max: 11}), (screens, width) => {
      for (const operations of screens) {
        const output = new Output({width, height: 4});
        output.operations = operations.flat() as readonly Operation[];
        assert.deepEqual(shown(output.get()), shown(output.getAllRows()));
      }
    }),
    {numRuns: 500},
  );
});

const writeAt = (y: number, text: string): Operation => ({type: 'write', x: 0, y, text, transformers: []});

test('only rows that changed are drawn', () => {
  const drawn: string[] = [];
  const rows = createReusedRows();
  const draw = (operations: readonly Operation[], width = 10): string | null =>
    rows.draw(operations, width, 3, ([operation]) => {
      const text = operation?.type === 'write' ? operation.text : '';
      drawn.push(text);
      return text;
    });
  assert.equal(draw([writeAt(0, '日a'), writeAt(2, '日c')]), '日a\n\n日c');
  assert.deepEqual(drawn.splice(0), ['日a', '日c']);
  assert.equal(draw([writeAt(0, '日b'), writeAt(2, '日c')]), '日b\n\n日c');
  assert.deepEqual(drawn.splice(0), ['日b']);
  assert.equal(draw([writeAt(0, '日b'), writeAt(2, '日c')], 9), '日b\n\n日c');
  assert.deepEqual(drawn.splice(0), ['日b', '日c'], 'another width is another screen');
  assert.equal(draw([writeAt(0, 'two\nrows')]), null);
});

test('a row that is one plain text is not drawn at all', () => {
  const fail = (): string => assert.fail('drawn');
  assert.equal(createReusedRows().draw([writeAt(1, '\x1b[2mdim\x1b[22m › ')], 10, 2, fail), '\n\x1b[2mdim\x1b[22m ›');
});

test('neither is one within a bound around the whole row, only one that a bound cuts', () => {
  const within = (clip: Clip, ...operations: readonly Operation[]): readonly Operation[] => [
    {type: 'clip', clip},
    ...operations,
    {type: 'unclip'},
  ];
  const draw = (clip: Clip): string | null =>
    createReusedRows().draw(within(clip, writeAt(1, 'words')), 10, 3, () => 'drawn');
  assert.equal(draw({y1: 0, y2: 3}), '\nwords\n');
  assert.equal(draw({x1: 0, x2: 10, y1: 1, y2: 2}), '\nwords\n');
  for (const clip of [{x1: 1}, {x2: 9}, {y1: 2}, {y2: 1}]) assert.equal(draw(clip), '\ndrawn\n');
});

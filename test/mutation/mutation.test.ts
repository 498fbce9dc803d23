import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {test} from 'node:test';
import {numbersFrom} from '../helpers/mutate.ts';
import {bundleTests} from './bundle.ts';
import {chooseTests, testId} from './choose-tests.ts';
import {compileBundle} from './load-tests.ts';
import {sampleOf} from './sample.ts';
import {type Mutant, scores, survivors} from './score.ts';

/** Whether a run of these tests ends without an error. */
async function passes(tests: readonly {readonly run: () => unknown}[]): Promise<boolean> {
  try {
    for (const {run} of tests) await run();
    return true;
  } catch {
    return false;
  }
}

test('a mutant of a function and one of a table are noticed, where a test looks, and by no other test', async t => {
  const folder = join(mkdtempSync(join(tmpdir(), 'portwatch-mutation-test-')), 'source');
  mkdirSync(folder);
  t.after(() => rmSync(dirname(folder), {recursive: true, force: true}));
  // As Stryker writes mutants: all of them are in the code, and one is active.
  const source = `
    const isActive = (id: string) => globalThis.mutantOfTest === id;
    const stryCov_9fa48 = (...ids: string[]) => { globalThis.countedByTest = ids; };
    export const table = isActive('table') ? [] : ['entry'];
    export const add = (a: number, b: number) => isActive('add') ? a - b : (stryCov_9fa48("1", "2"), a + b);`;
  const head = `
    import assert from 'node:assert/strict';
    import {suite, test} from 'node:test';
    import {add, table} from './source.ts';`;
  const looks = `${head}
    suite('source', () => {
      test('adds', async () => { await null; assert.equal(add(1, 2), 3); });
      test('has an entry', () => assert.deepEqual(table, ['entry']));
      test('is left out', {skip: true}, () => assert.ok(false));
    });`;
  const looksAway = `${head}
    test('does not look', () => assert.ok([add(1, 2), table]));`;
  for (const [name, text] of Object.entries({source, looks, looksAway}))
    writeFileSync(join(folder, `${name}.ts`), text);

  const [looking = '', away = ''] = ['looks', 'looksAway'].map(name => relative('', join(folder, `${name}.ts`)));
  const newWorld = compileBundle(await bundleTests([looking, away], false));
  const resultOf = async (mutant: string, file: string): Promise<boolean> => {
    Object.assign(globalThis, {mutantOfTest: mutant});
    return passes(await newWorld()(file));
  };
  assert.deepEqual(
    (await newWorld()(looking)).map(({name}) => name),
    ['source > adds', 'source > has an entry'],
  );
  for (const mutant of ['add', 'table']) {
    assert.equal(await resultOf(mutant, looking), false, mutant);
    assert.equal(await resultOf(mutant, away), true, mutant);
    assert.equal(await resultOf('none', looking), true, 'no mutant stays');
  }
  assert.ok(!('countedByTest' in globalThis), 'calls that count are left out');
});

test('the tests of a mutant are the ones that reach it: its own file, then those that killed, then quick ones', () => {
  const covered = ['test/app/b.test.ts', 'test/app/a.test.ts', 'test/judge/c.test.ts', 'test/screens/d.test.ts'];
  const ids = covered.flatMap(file => [testId(file, 0), testId(file, 4)]);
  const costs = new Map(ids.map((id, index) => [id, index]));
  costs.set(testId('test/app/b.test.ts', 4), 500);
  costs.set(testId('test/judge/c.test.ts', 0), 500);
  const kills = new Map([['test/screens/d.test.ts', 1]]);
  assert.deepEqual(
    chooseTests('source/app/a.ts', ids, costs, kills).map(({file, indexes}) => [file, [...indexes]]),
    [
      ['test/app/a.test.ts', [0, 4]],
      ['test/screens/d.test.ts', [0, 4]],
      ['test/judge/c.test.ts', [4]],
      ['test/app/b.test.ts', [0, 4]],
    ],
    'a slow test is for mutants of its own folder',
  );
});

test('a sample has whole paragraphs, the same ones each time', () => {
  const text = 'one\n\n\ntwo\ntwo\n\nthree\n';
  assert.deepEqual(sampleOf('a.ts', text, 1, numbersFrom(1)), ['a.ts:1-1', 'a.ts:4-5', 'a.ts:7-7']);
  const lines = Array.from({length: 400}, () => 'line\n').join('\n');
  const sample = sampleOf('a.ts', lines, 4, numbersFrom(7));
  assert.deepEqual(sampleOf('a.ts', lines, 4, numbersFrom(7)), sample);
  assert.ok(sample.length > 60 && sample.length < 140, `${sample.length} of 400`);
});

test('the score counts endless loops as noticed, code without tests as not, and nothing that is left out', () => {
  const mutant = (file: string, status: Mutant['status']): Mutant => ({
    fileName: join(process.cwd(), 'source', file),
    location: {start: {line: 3, column: 4}, end: {line: 3, column: 9}},
    mutatorName: 'BooleanLiteral',
    replacement: 'a\n  b',
    status,
  });
  const mutants = [
    mutant('app/a.ts', 'Killed'),
    mutant('app/a.ts', 'Timeout'),
    mutant('app/a.ts', 'Survived'),
    mutant('judge/b.ts', 'NoCoverage'),
    mutant('judge/b.ts', 'Ignored'),
  ];
  assert.deepEqual(scores(mutants, ['app', 'judge', 'domain']), [
    'app 67 % (2 of 3)',
    'judge 0 % (0 of 1)',
    'domain no mutants',
    'all 50 % (2 of 4)',
  ]);
  assert.deepEqual(survivors(mutants), ['source/app/a.ts:3:5 a b', 'source/judge/b.ts:3:5 a b (no test comes by)']);
});

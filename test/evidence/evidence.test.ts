import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {needs} from '../e2e/helpers/needs.ts';
import {expectedFile, fallenBehind, readExpected} from './expected.ts';
import {readmeTable} from './judge/readme-table.ts';
import {scoreOf} from './judge/score.ts';
import {tableOf} from './judge/table.ts';
import {runVariants} from './run.ts';
import {sample, variants} from './scenarios/all.ts';
import {kinds} from './scenarios/kinds.ts';
import {everywhere, unavailable} from './stage/available.ts';
import {thresholds} from './thresholds.ts';

const expected = readExpected(readFileSync(expectedFile, 'utf8'));
/** EVIDENCE=all stages every variant; default one of each kind. */
const isWhole = process.env.EVIDENCE === 'all';

suite('what intruders do with sockets', () => {
  test('at least 120 variants, each of a kind, by a name of its own, with a result that is held', () => {
    assert.ok(variants.length >= 120);
    assert.deepEqual(
      variants.filter(({kind}) => kinds[kind] === undefined),
      [],
    );
    assert.deepEqual([...expected.keys()], [...new Set(variants.map(({id}) => id))]);
    assert.equal(expected.size, variants.length);
  });

  test('the results that are held reach the thresholds', () => {
    const {caught, green} = scoreOf([...expected.values()]);
    assert.ok(caught >= thresholds.caught, `caught ${caught} %`);
    assert.ok(green <= thresholds.explainedOrFalse, `explained or false ${green} %`);
  });

  test('the readme has the table of the results that are held', () => {
    const readme = readFileSync(new URL('../../readme.md', import.meta.url), 'utf8');
    const table = readmeTable(expected);
    assert.ok(readme.includes(`\n${table}\n`), `put this into readme.md:\n${table}`);
  });

  const options = {timeout: 300_000, ...needs(...everywhere)};
  test(`${isWhole ? 'every variant' : 'one variant of each kind'} is answered as well as is held`, options, async t => {
    const chosen = isWhole ? variants : sample;
    const lacking = chosen.flatMap(each => unavailable(each).map(reason => `${each.id} ${reason}`));
    if (process.env.REQUIRE_TOOLS === '1') assert.deepEqual(lacking, []);
    const {outcomes, unstaged} = await runVariants(chosen.filter(each => unavailable(each).length === 0));
    t.diagnostic(tableOf(outcomes));
    const depends = new Set(chosen.flatMap(({id, kernel}) => (kernel === undefined ? [] : [id])));
    assert.deepEqual(
      [...unstaged].filter(([id]) => !depends.has(id)),
      [],
    );
    assert.deepEqual(fallenBehind(expected, outcomes), []);
  });
});

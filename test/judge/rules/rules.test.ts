import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {documents, findings, generalCaveat} from '../../../source/judge/rules/documents.ts';
import {rules} from '../../../source/judge/rules/index.ts';
import type {Rule} from '../../../source/judge/rules/rule.ts';
import {assessedRow, hidden, socket} from '../../helpers/build.ts';
import {type Case, cases} from './cases.ts';

const folder = new URL('../../../source/judge/rules/', import.meta.url);

const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' && value !== null && 'when' in value && 'id' in value;

test('every rule of the folder is in the index exactly once, in a file of its own that has its name', async () => {
  const found: Rule[] = [];
  for (const file of readdirSync(folder)) {
    const exported = Object.values((await import(new URL(file, folder).href)) as object).filter(isRule);
    assert.ok(exported.length <= 1, `${file} has more than one rule`);
    for (const rule of exported) assert.equal(file, `${rule.id}.ts`);
    found.push(...exported);
  }
  assert.deepEqual(rules.map(({id}) => id).sort(), found.map(({id}) => id).sort());
  assert.equal(new Set(rules).size, rules.length);
});

test('the last rule matches every socket', () => assert.deepEqual(rules.at(-1)?.when, []));

const held = ([text, holder = hidden('needs-root'), ...others]: Case): string =>
  assessedRow(socket(text, holder), ...others).assessment.rule.id;

for (const rule of rules) {
  test(`${rule.id} cites a document and a passage, and says what it means`, () => {
    assert.ok([...Object.values(documents), findings].includes(rule.source.document));
    for (const text of [rule.source.passage, rule.title, rule.why, rule.reason]) assert.notEqual(text.trim(), '');
    assert.doesNotMatch(`${rule.reason} ${rule.caveat}`, /\bis safe\b/);
    if (rule.verdict === 'explained') assert.match(rule.reason, /^It may be safe, because/);
    assert.ok(rule.why.length <= 20, 'the reason in a few words fits a column');
  });

  test(`${rule.id} has a case that matches and a near miss`, () => {
    assert.ok(cases[rule.id]?.holds.length, 'a case that matches');
    assert.ok(cases[rule.id]?.misses.length, 'a near miss');
  });

  for (const each of cases[rule.id]?.holds ?? []) {
    test(`${rule.id} holds for ${each[0]}`, () => assert.equal(held(each), rule.id));
  }
  for (const each of cases[rule.id]?.misses ?? []) {
    const [text, holder, other] = each;
    const circumstances = `${holder && !holder.known ? ` (${holder.why})` : ''}${other ? ` beside ${other.key}` : ''}`;
    test(`${rule.id} does not hold for ${text}${circumstances}`, () => assert.notEqual(held(each), rule.id));
  }
}

test('there are cases for rules only', () => {
  assert.deepEqual(Object.keys(cases).sort(), rules.map(({id}) => id).sort());
});

const shared = new URL('../../../../shared/documents/', import.meta.url);
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const runLength = 7;

/** Runs of seven words that stand in a text. */
const runsOf = (text: string): readonly string[] => {
  const words = wordsOf(text);
  return words.slice(runLength - 1).map((_, index) => words.slice(index, index + runLength).join(' '));
};

test('no rule copies seven words in a row from the documents', {
  skip: !existsSync(shared) && 'the documents are not here',
}, () => {
  const copied = new Set(readdirSync(shared).flatMap(file => runsOf(readFileSync(new URL(file, shared), 'utf8'))));
  assert.ok(copied.size > 500);
  for (const text of [generalCaveat, ...rules.flatMap(({reason, caveat, why}) => [reason, caveat, why])]) {
    for (const run of runsOf(text)) assert.ok(!copied.has(run), `"${run}" is copied`);
  }
});

import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {documents, findings, generalCaveat} from '../../../source/judge/rules/documents.ts';
import {rules} from '../../../source/judge/rules/index.ts';
import type {Rule} from '../../../source/judge/rules/rule.ts';
import {assessedRow, hidden, socket} from '../../helpers/build.ts';
import {type Case, cases} from './cases.ts';
import hashed from './documents.json' with {type: 'json'};
import {isPassage, runsOf, standsIn, wordsOf} from './word-runs.ts';

const folder = new URL('../../../source/judge/rules/', import.meta.url);

const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' && value !== null && 'when' in value && 'id' in value;

test('every rule of the folder is in the index exactly once, in a file of its own that has its name', async () => {
  const found: Rule[] = [];
  for (const file of readdirSync(folder)) {
    const exported = Object.values((await import(`../../../source/judge/rules/${file}`)) as object).filter(isRule);
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

const cited = Object.entries(hashed).map(([title, document]) => ({title, stands: standsIn(document)}));

test('every passage that a rule cites stands in its document', () => {
  assert.deepEqual(cited.map(({title}) => title).sort(), Object.values(documents).sort());
  // The table of rules repeats each passage, so it is no document of ours.
  const text = readFileSync('readme.md', 'utf8').replace(/<!-- table: rules -->.*?<!-- end -->/s, '');
  const readme = wordsOf(text).join(' ');
  for (const {id, source} of rules) {
    const document = cited.find(({title}) => title === source.document);
    if (document) assert.ok(isPassage(source.passage, document.stands), `${id}: ${source.passage}`);
    else assert.ok(readme.includes(wordsOf(source.passage).join(' ')), `${id}: ${source.passage}`);
  }
});

test('a passage that is made up, or is of the other document, stands nowhere', () => {
  const [simple, ports] = [documents.simple, documents.ports].map(title => cited.find(each => each.title === title));
  assert.ok(simple && ports);
  for (const citation of ['', 'port', 'DNS', 'Secure connections to databases', 'Open port 38143', 'Port open 38142']) {
    for (const {stands} of cited) assert.ok(!isPassage(citation, stands), citation);
  }
  assert.ok(isPassage('The open port 38142', simple.stands));
  assert.ok(!isPassage('The open port 38142', ports.stands));
});

/** The question that the program answers, which is a heading of the documents. */
const question = 'reason why it may be safe';

test('no text of ours copies six words in a row from the documents', () => {
  const ofRules = rules.flatMap(({reason, caveat, why, title, source}) => [reason, caveat, why, title, source.passage]);
  const texts = [
    generalCaveat,
    ...ofRules,
    ...['readme.md', 'source/readme.md'].map(file => readFileSync(file, 'utf8')),
  ];
  for (const run of texts.flatMap(text => runsOf(wordsOf(text), 6))) {
    if (run === question) continue;
    for (const {title, stands} of cited) assert.ok(!stands(6, run), `"${run}" is copied from ${title}`);
  }
});

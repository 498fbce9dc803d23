import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {bindings} from '../../../source/app/keys/bindings.ts';
import {writeKey} from '../../../source/app/keys/write-key.ts';
import {columns} from '../../../source/app/table/columns.ts';
import {fields} from '../../../source/app/table/filter/fields.ts';
import {logKinds} from '../../../source/app/table/log/log-kinds.ts';
import {manPage} from '../../../source/build/docs/man-page.ts';
import {item, prose, typed} from '../../../source/build/docs/roff.ts';
import {spellings} from '../../../source/cli/option-spelling.ts';
import {allOptions} from '../../../source/cli/options-table.ts';
import {settingNames, settings} from '../../../source/cli/settings.ts';
import {rules} from '../../../source/judge/rules/index.ts';
import {needs} from '../../e2e/helpers/needs.ts';

const page = manPage('1.2.3', '2026-11-21');

/** The text of each section, by its title. */
const sections = new Map(
  page
    .split(/^\.SH /m)
    .slice(1)
    .map(text => [text.split('\n', 1)[0] ?? '', text] as const),
);

/** Whether a section has an item with these words in bold in its term. */
function assertItem(section: string, ...words: readonly string[]): void {
  const terms = [...(sections.get(section) ?? '').matchAll(/^\.TP\n(.*)$/gm)].map(([, term = '']) => term);
  assert.ok(
    terms.some(term => words.every(word => term.includes(typed(word)))),
    `${words.join(', ')} in ${section}`,
  );
}

test('the man page has every option, with the words that it takes', () => {
  for (const record of allOptions) assertItem('OPTIONS', ...spellings(record));
});

test('the man page has every key of every screen', () => {
  for (const {keys, help} of bindings) {
    assertItem('KEYS', ...keys.map(key => writeKey(key, true)));
    const words = prose(help).split('\n')[0]?.slice(1) ?? '';
    assert.ok(sections.get('KEYS')?.includes(words), help);
  }
});

test('the man page has every field, column, setting, rule and kind of line of the log', () => {
  for (const {name} of fields) assertItem('FILTER', `${name}:`);
  for (const {id} of columns) assertItem('COLUMNS', id);
  for (const name of settingNames) assertItem('SETTINGS', settings[name].key);
  for (const {id} of rules) assertItem('RULES', id);
  for (const {words} of logKinds) assertItem('LOG', words);
});

test('the man page is plain ASCII, in lines of at most 80 characters', () => {
  assert.match(page, /^[\x20-\x7e\n]*$/);
  for (const line of page.split('\n').filter(each => !each.startsWith('.'))) assert.ok(line.length <= 80, line);
});

test('characters with a meaning in roff are written as text', () => {
  assert.equal(prose("a\\b 'c' ~ ^"), 'a\\(rsb \\(aqc\\(aq \\(ti \\(ha');
  assert.equal(prose('.hidden and more'), '\\&.hidden and more');
  assert.equal(prose('as `--no-color` says'), 'as \\fB\\-\\-no\\-color\\fR says');
  assert.equal(prose('One. Two! three'), 'One.\nTwo! three');
  assert.equal(
    item(typed('-'), `${'word '.repeat(20)}end`),
    `.TP\n\\fB\\-\\fR\n${'word '.repeat(15)}word\n${'word '.repeat(4)}end`,
  );
  assert.equal(prose('x'.repeat(100)), 'x'.repeat(100));
});

/** The output of a checker of the page, on both streams. */
function complaints(command: string, ...parameters: readonly string[]): string {
  const {stdout, stderr, status} = spawnSync(command, parameters, {
    input: page,
    encoding: 'utf8',
    env: {...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '80'},
  });
  assert.notEqual(status, null, `${command} did not run`);
  return stdout + stderr;
}

test('mandoc finds nothing wrong with the man page', needs('mandoc'), () => {
  assert.equal(complaints('mandoc', '-Tlint', '-Wall'), '');
});

test('groff warns of nothing in the man page', needs('groff'), () => {
  assert.match(complaints('groff', '-ww', '-z', '-man', '-Tutf8'), /^$/);
});

test('man shows the man page', needs('man'), () => {
  const shown = complaints('man', '--warnings', '-l', '-').replace(/\x1b\[\d*m|.\x08/g, '');
  assert.doesNotMatch(shown, /^(?:troff|man|<standard input>):/m);
  assert.match(shown, /^NAME\n +portwatch - /m);
  assert.match(shown, /^ +-i, --interval seconds\n +Time between refreshes/m);
});

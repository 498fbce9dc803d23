import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {metrics} from '../../../source/app/metrics/metrics.ts';
import {manPage} from '../../../source/build/docs/man-page.ts';
import {recipes} from '../../../source/build/docs/recipes.ts';
import {typed} from '../../../source/build/docs/roff.ts';
import {parseCommandLine} from '../../../source/cli/options.ts';

/** Every text of a recipe that a user copies. */
const texts = recipes.flatMap(({id, line, files}) => [line, ...files.map(({text}) => text)].map(text => ({id, text})));

/** The command lines of portwatch in a text: of a shell, of a unit, or as a list of words. */
const commandsIn = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/\bportwatch(,? --[^|>\]\n]*)/g)].map(([, words = '']) => words.split(/,? /).filter(Boolean));

test('portwatch takes every command line of the recipes', async () => {
  const commands = texts.flatMap(({text}) => commandsIn(text));
  const modes = await Promise.all(commands.map(async words => (await parseCommandLine(words, [])).mode));
  assert.deepEqual(modes, ['metrics', 'metrics', 'stream', 'stream', 'stream']);
});

test('the alerts are about metrics that there are', () => {
  const named = texts.flatMap(({id, text}) =>
    id === 'node-exporter' ? [...text.matchAll(/expr: .*?\b(portwatch_\w+)/g)].map(([, name]) => name) : [],
  );
  const known = metrics.map(({name}): string => name);
  assert.deepEqual(named, [
    'portwatch_baseline_drift',
    'portwatch_sockets_by_verdict',
    'portwatch_coverage_gaps',
    'portwatch_refresh_timestamp_seconds',
  ]);
  assert.deepEqual(
    named.filter(name => name === undefined || !known.includes(name)),
    [],
  );
});

test('readme and man page have every line, file and metric', () => {
  const readme = readFileSync('readme.md', 'utf8');
  const page = manPage('1.2.3', '2026-11-21')
    .replaceAll('\\-', '-')
    .replace(/\\\((?:aq|dq)/g, sign => (sign === '\\(aq' ? "'" : '"'));
  for (const {text} of texts) {
    assert.ok(readme.includes(text) || readme.includes(text.replaceAll('|', '\\|')), text);
    assert.ok(page.includes(text), text);
  }
  for (const {name} of metrics) {
    assert.ok(readme.includes(`\`${name}\``), name);
    assert.ok(page.includes(typed(name)), name);
  }
});

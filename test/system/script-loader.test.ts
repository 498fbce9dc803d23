import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {createScriptLoader} from '../../source/system/script-loader.ts';

/** A directory with scripts, each the body of a function. */
function open(t: TestContext, scripts: Readonly<Record<string, string>>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-scripts-'));
  t.after(() => rmSync(folder, {recursive: true}));
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `(function(exports,require,module,__url){${body}})`);
  }
  return pathToFileURL(`${folder}/`);
}

const scripts = {
  'main.js': `
    const {twice} = require('./part.js'), {sep} = require('node:path');
    module.exports = {twice, sep, url: __url, calls: () => require('./part.js').calls()};`,
  'part.js': 'let calls = 0; exports.twice = each => { calls++; return 2 * each; }; exports.calls = () => calls;',
};

test('a script has its exports, other scripts, modules of Node and its URL', t => {
  const directory = open(t, scripts);
  const loader = createScriptLoader(directory);
  const main = loader.load('main.js') as {
    twice: (each: number) => number;
    sep: string;
    url: string;
    calls: () => number;
  };
  assert.deepEqual([main.twice(21), main.sep, main.url], [42, '/', new URL('main.js', directory).href]);
  assert.equal(main.calls(), 1, 'a script runs once');
  assert.equal(loader.load('main.js'), main);
  assert.deepEqual(loader.names(), ['main.js', 'part.js']);
  assert.equal(loader.hasRefused(), false);
});

test('code of one loader is taken by the next, with the functions that were called', t => {
  const body = `exports.called = () => { let a = 1; ${'a += 2; '.repeat(400)} };`;
  const directory = open(t, {'main.js': body});
  const first = createScriptLoader(directory);
  const main = first.load('main.js') as {called: () => void};
  const before = first.compiledCode().get('main.js')?.length ?? 0;
  main.called();
  const code = first.compiledCode();
  assert.ok((code.get('main.js')?.length ?? 0) > before + 1000, 'a function is in the code once it was called');
  const next = createScriptLoader(directory);
  next.give(code);
  next.load('main.js');
  assert.equal(next.hasRefused(), false);
  assert.ok((next.compiledCode().get('main.js')?.length ?? 0) > before + 1000, 'and stays in it');
});

test('a module of Node that is loaded at its first use has all its names, also for those who copy them', t => {
  const body = `
    const late = require('node:crypto');
    exports.names = () => Object.keys(late).length;
    exports.copy = () => ({...late}).randomUUID().length;
    exports.has = () => 'createHash' in late && !('none' in late);
    exports.hash = () => late.createHash('md5').update('').digest('hex');`;
  const main = createScriptLoader(open(t, {'main.js': body})).load('main.js') as Record<string, () => unknown>;
  const results = ['names', 'copy', 'has', 'hash'].map(each => main[each]?.());
  assert.ok(Number(results[0]) > 20);
  assert.deepEqual(results.slice(1), [36, true, 'd41d8cd98f00b204e9800998ecf8427e']);
});

test('code of another script, or none at all, is refused', t => {
  for (const bytes of [Buffer.from('no code'), Buffer.alloc(4096)]) {
    // V8 does not look at the code of a script that it has compiled before.
    const directory = open(t, {'main.js': `exports.a = 1; /* ${bytes.length} */`});
    const loader = createScriptLoader(directory);
    loader.give(new Map([['main.js', bytes]]));
    assert.deepEqual({...(loader.load('main.js') as object)}, {a: 1});
    assert.equal(loader.hasRefused(), true);
  }
});

test('a script that throws, or is not there, throws', t => {
  const directory = open(t, {'main.js': 'throw new Error("broken");'});
  const {load} = createScriptLoader(directory);
  assert.throws(() => load('main.js'), {message: 'broken'});
  assert.throws(() => load('none.js'), {code: 'ENOENT'});
});

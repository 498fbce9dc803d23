import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {loadsOf, withoutHash} from '../bench/loads.ts';
import {cli} from '../e2e/helpers/built.ts';

/** In a network namespace of its own, root reads no sockets, however many the machine has. */
const within = process.geteuid?.() === 0 ? ['unshare', '--net'] : [];

/** Scripts that more than one other needs have no name of their own. */
const scripts = ['chunk.js', 'chunk.js', 'chunk.js', 'chunk.js', 'main.js', 'monitor.js'];
const packages = ['@koromix/koffi'];
const modules = [
  'node:events',
  'node:fs',
  'node:module',
  'node:os',
  'node:path',
  'node:process',
  'node:sea',
  'node:timers/promises',
  'node:tty',
  'node:util',
  'node:v8',
  'node:vm',
];

async function loaded(...options: readonly string[]): Promise<readonly string[]> {
  const cache = mkdtempSync(join(homedir(), '.portwatch-test-'));
  try {
    const {loads} = await loadsOf(within, [cli, ...options], cache);
    return loads.map(({name, kind}) => (kind === 'package' ? name.replace(/-linux-\w+$/, '') : withoutHash(name)));
  } finally {
    rmSync(cache, {recursive: true});
  }
}

test('nothing else is loaded before the first rows: npm run starts has the milliseconds', async () => {
  const expected = [...scripts, ...modules, ...packages].sort();
  assert.deepEqual([...(await loaded())].sort(), expected);
});

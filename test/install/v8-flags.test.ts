import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {flagsByNode} from '../../source/terminal/heap-limits.ts';
import {all, supported} from './nodes.ts';

/** What a Node prints when it sets a flag of V8 while it runs, as the program does. */
function printed(node: string, flag: string): string {
  const script = `require('node:v8').setFlagsFromString('--${flag}=1')`;
  const {stdout, stderr, status} = spawnSync(node, ['--eval', script], {encoding: 'utf8', timeout: 60_000});
  assert.equal(status, 0, stderr);
  return stdout + stderr;
}

for (const {name, path} of supported) {
  test(`${name} has every V8 flag of its row`, {timeout: 240_000}, () => {
    const node = path();
    const major = spawnSync(node, ['--print', 'process.versions.node.split(".")[0]'], {encoding: 'utf8'}).stdout.trim();
    const flags = flagsByNode[major];
    assert.ok(flags, `Node ${major} has no row in flagsByNode`);
    for (const flag of Object.keys(flags)) assert.equal(printed(node, flag), '');
    assert.match(printed(node, 'no-such-flag'), /no-such-flag/, 'V8 prints what it does not know');
  });
}

for (const {name, path} of supported) {
  test(`${name} takes compiled code again once its flags are as they were`, {timeout: 240_000}, () => {
    const heapLimits = fileURLToPath(new URL('../../source/terminal/heap-limits.ts', import.meta.url));
    const script = `
      const {Script} = await import('node:vm');
      const {limitHeap, withDefaultFlags} = await import(${JSON.stringify(heapLimits)});
      const cachedData = new Script('0').createCachedData();
      const isTaken = at => !new Script('0', {filename: at, cachedData}).cachedDataRejected;
      limitHeap(0);
      console.log([isTaken('limited'), await withDefaultFlags(() => isTaken('default')), isTaken('again')].join());`;
    const options = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '--eval', script];
    const {stdout, stderr} = spawnSync(path(), options, {encoding: 'utf8', timeout: 60_000});
    assert.equal(stdout.trim(), 'false,true,false', stderr);
  });
}

test('every Node with a row is tried', {skip: !all}, () => {
  assert.deepEqual(
    supported.map(({name}) => name.replace('Node ', '')),
    Object.keys(flagsByNode),
  );
});

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
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
    for (const flag of flags) assert.equal(printed(node, flag), '');
    assert.match(printed(node, 'no-such-flag'), /no-such-flag/, 'V8 prints what it does not know');
  });
}

test('every Node with a row is tried', {skip: !all}, () => {
  assert.deepEqual(
    supported.map(({name}) => name.replace('Node ', '')),
    Object.keys(flagsByNode),
  );
});

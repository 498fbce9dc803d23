import assert from 'node:assert/strict';
import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {findTool, systemDirectories, toolDirectories} from '../../source/system/find-tool.ts';

test('root uses the directories of the system alone', () => {
  assert.deepEqual(toolDirectories(0, '/tmp/evil:/usr/bin'), systemDirectories);
});

test('a user adds the absolute entries of PATH, after those of the system', () => {
  const directories = toolDirectories(1000, '.:bin::/opt/x/bin:/usr/bin');
  assert.deepEqual(directories, [...systemDirectories, '/opt/x/bin']);
});

test('only an executable file is a tool, and the first directory wins', async () => {
  const root = await mkdtemp(join(tmpdir(), 'find-tool-'));
  try {
    const [a = '', b = '', c = ''] = ['a', 'b', 'c'].map(name => join(root, name));
    for (const directory of [a, b, c]) await mkdir(directory);
    await mkdir(join(a, 'tool'));
    await writeFile(join(b, 'tool'), '');
    await chmod(join(b, 'tool'), 0o755);
    await writeFile(join(c, 'tool'), '');
    await chmod(join(c, 'tool'), 0o755);
    await writeFile(join(a, 'plain'), '', {mode: 0o644});
    assert.equal(await findTool('tool', [a, b, c]), join(b, 'tool'));
    assert.equal(await findTool('plain', [a, b, c]), null);
    assert.equal(await findTool('tool', []), null);
  } finally {
    await rm(root, {recursive: true});
  }
});

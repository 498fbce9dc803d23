import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {cli, projectDirectory} from '../e2e/helpers/built.ts';
import {runToEnd} from '../e2e/helpers/portwatch.ts';
import {old} from './nodes.ts';

const {engines} = JSON.parse(readFileSync(join(projectDirectory, 'package.json'), 'utf8'));
const oldest = Number(/^>=(\d+)$/.exec(engines.node)?.[1]);

async function assertRefused(node: readonly string[], version: RegExp): Promise<void> {
  for (const options of [[], ['--version'], ['--once']]) {
    const {code, stdout, stderr} = await runToEnd([...node, cli, ...options]);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    const [, needed, found] = /^portwatch: needs Node (\d+) or later, and this is ([\d.]+)\n$/.exec(stderr) ?? [];
    assert.equal(Number(needed), oldest, stderr);
    assert.match(found ?? '', version);
  }
}

for (const {name, path} of old) {
  test(`${name} is told in one line to be too old`, {timeout: 120_000}, async () => {
    const version = new RegExp(`^${name.replace(/^Node /, '').replaceAll('.', '\\.')}\\b`);
    await assertRefused([path()], version);
  });
}

test('a Node that says it is older than the package asks for is refused', async () => {
  const version = `${oldest - 1}.9.9`;
  const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
  await assertRefused(
    [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(pretend)}`],
    new RegExp(`^${version.replaceAll('.', '\\.')}$`),
  );
});

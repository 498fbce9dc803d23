import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';

const port = 7094;

suite('--compact', {concurrency: 2, timeout: 60_000, ...needs('python3')}, () => {
  test('prints alike connections as one line of text, and each of them in JSON', async t => {
    const host = await openHost(t);
    const connects = Array<string>(5).fill(`connect tcp 127.0.0.1 ${port}`);
    const {pid} = await host.hold([`listen tcp 127.0.0.1 ${port}`, ...connects]);
    const run = async (...options: readonly string[]): Promise<string> => {
      const {code, stdout, stderr} = await runToEnd([...host.within, ...portwatch, ...options]);
      assert.deepEqual([code, stderr], [0, '']);
      return stdout;
    };
    const text = await run('--once', '--compact', '-f', 'state:established');
    const lines = text.split('\n').filter(line => line.includes(`python3`));
    assert.match(text, / · alike sockets as one line/);
    assert.deepEqual(
      lines.map(line => line.match(/\/\d+ ×\d+/)?.[0]),
      [`/${pid} ×5`, `/${pid} ×5`],
      'the ends that came in, and the ones that went out',
    );
    const [compact, each] = [await run('--json', '--compact'), await run('--json')];
    const keys = (json: string): readonly string[] =>
      JSON.parse(json).sockets.map(({key}: {readonly key: string}) => key);
    assert.equal(keys(compact).length, 11);
    assert.deepEqual(keys(compact), keys(each));
  });
});

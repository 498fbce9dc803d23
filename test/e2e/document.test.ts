import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {assertDocument} from '../helpers/document-schema.ts';
import {openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';

suite('--json is a document of its schema', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  for (const source of ['netlink', 'procfs', 'systeminformation']) {
    test(`from ${source}`, async t => {
      const host = await openHost(t);
      await host.hold([`listen tcp ${outerAddress} 8080`, `connect tcp ${outerAddress} 8080`, 'listen udp :: 5353']);
      const {code, stdout} = await runToEnd([...host.within, ...portwatch, '--json', '--collector', source]);
      assert.equal(code, 0);
      const document = JSON.parse(stdout);
      assert.ok(document.sockets.length >= 3, stdout);
      assertDocument(document);
    });
  }

  test('from saved output', async () => {
    const {stdout} = await runToEnd([...portwatch, '--json', '--input', 'test/fixtures/saved/mixed.txt']);
    assertDocument(JSON.parse(stdout));
  });
});

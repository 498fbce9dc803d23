import assert from 'node:assert/strict';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {nameServersIn, readNameServers} from '../../../source/collect/evidence/name-servers.ts';
import {known, unknown} from '../../../source/domain/known.ts';

const texts: readonly (readonly [text: string, addresses: readonly string[]])[] = [
  ['nameserver 10.0.0.1\nnameserver\t2001:DB8:0:0::1\n', ['10.0.0.1', '2001:db8::1']],
  ['# nameserver 10.0.0.1\nsearch example.org\noptions edns0', []],
  ['nameserver fe80::1%eth0', ['fe80::1']],
  [
    'server=10.0.0.2#5353\nserver=/lan/10.0.0.3\nserver=/lan/abc/10.0.0.4\nserver=/local/',
    ['10.0.0.2', '10.0.0.3', '10.0.0.4'],
  ],
  [
    '[Resolve]\nDNS=9.9.9.9#dns.quad9.net [2620:fe::fe]:53 1.1.1.1:853\n#FallbackDNS=8.8.8.8',
    ['9.9.9.9', '2620:fe::fe', '1.1.1.1'],
  ],
  ['FallbackDNS = 8.8.8.8', ['8.8.8.8']],
];

for (const [text, addresses] of texts) {
  test(`name servers are found in ${JSON.stringify(text)}`, () => assert.deepEqual(nameServersIn(text), addresses));
}

test('name servers come from the resolver, what stands behind it, and directories of settings', async context => {
  const root = await mkdtemp(join(tmpdir(), 'portwatch-host-'));
  context.after(() => rm(root, {recursive: true}));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(root + path), {recursive: true});
    await writeFile(root + path, text);
  };
  assert.deepEqual(await readNameServers(root), unknown('not-collected'));
  await write('/etc/resolv.conf', 'nameserver 127.0.0.53\n');
  await write('/run/systemd/resolve/resolv.conf', 'nameserver 10.0.0.1\nnameserver 127.0.0.53\n');
  await write('/etc/dnsmasq.d/lan.conf', 'server=10.0.0.2\n');
  await write('/etc/dnsmasq.d/lan.conf.dpkg-old', 'server=10.0.0.3\n');
  assert.deepEqual(await readNameServers(root), known(['127.0.0.53', '10.0.0.1', '10.0.0.2']));
});

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {parseLinkLocalDevices, withLinkLocalDevices} from '../../../source/collect/procfs/link-local.ts';
import {parseTable} from '../../../source/collect/procfs/parse-table.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/procfs/${name}`, import.meta.url), 'latin1');

test('a link-local address gets the device that has it', () => {
  const {rows} = parseTable(fixture('udp6'), {protocol: 'udp', family: 6}, 'LE');
  const devices = withLinkLocalDevices(rows, fixture('if_inet6')).map(({local}) => local.interface);
  assert.deepEqual(devices, [null, null, 've0']);
});

test('a link-local address that two devices have gets none', () => {
  const line = (index: string, device: string): string =>
    `fe8000000000000000000000000000aa ${index} 40 20 80 ${device}`;
  assert.deepEqual(parseLinkLocalDevices([line('02', 'eth0'), line('03', 'eth1')].join('\n')), new Map());
  assert.deepEqual(parseLinkLocalDevices([line('02', 'eth0'), line('03', 'eth0')].join('\n')).size, 0);
  assert.deepEqual(parseLinkLocalDevices(line('02', 'eth0')), new Map([['fe80::aa', 'eth0']]));
});

test('loopback and global addresses need no device, and text that is no list gives none', () => {
  const global = 'fd000000000000000000000000000002 04 40 00 82     eth0';
  const loopback = '00000000000000000000000000000001 01 80 10 80       lo';
  assert.equal(parseLinkLocalDevices(`${global}\n${loopback}\nfe80\n\nx y z`).size, 0);
});

test('a link-local peer is on the link of the local address', () => {
  const local = '000080FE00000000FF678D68C8D82EFE:15B3';
  const peer = '000080FE000000000000000001000000:0035';
  const line = `  1: ${local} ${peer} 01 00000000:00000000 00:00000000 00000000 0 0 9 2 0`;
  const {rows} = parseTable(line, {protocol: 'udp', family: 6}, 'LE');
  const [row] = withLinkLocalDevices(rows, fixture('if_inet6'));
  assert.deepEqual(row?.peer, {address: 'fe80::1', port: 53, interface: 've0'});
});

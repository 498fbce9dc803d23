import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {communityId, communityIdOf} from '../../../../source/app/table/formats/community-id.ts';
import {socket} from '../../../helpers/build.ts';
import {setting} from '../../../helpers/sighted.ts';

const {sha1} = setting;

/** Of the reference data of the specification (baseline_deflt.json): number of the protocol, ends, ID. */
const reference: readonly (readonly [protocol: number, from: string, to: string, id: string])[] = [
  [6, '128.232.110.120 34855', '66.35.250.204 80', '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
  [6, '66.35.250.204 80', '128.232.110.120 34855', '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
  [6, '2001:470:e5bf:dead:4957:2174:e82c:4887 63943', '2607:f8b0:400c:c03::1a 25', '1:/qFaeAR+gFe1KYjMzVDsMv+wgU4='],
  [6, '2607:f8b0:400c:c03::1a 25', '2001:470:e5bf:dead:4957:2174:e82c:4887 63943', '1:/qFaeAR+gFe1KYjMzVDsMv+wgU4='],
  [17, '192.168.1.52 54585', '8.8.8.8 53', '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
  [17, '8.8.8.8 53', '192.168.1.52 54585', '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
  [132, '192.168.170.8 7', '192.168.170.56 7', '1:MP2EtRCAUIZvTw6MxJHLV7N7JDs='],
  [1, '192.168.0.89 8', '192.168.0.1 0', '1:X0snYXpgwiv9TZtqg64sgzUn6Dk='],
  [1, '192.168.0.1 0', '192.168.0.89 8', '1:X0snYXpgwiv9TZtqg64sgzUn6Dk='],
  [58, '3ffe:507:0:1:200:86ff:fe05:80da 128', '3ffe:501:0:1001::2 129', '1:+TW+HtLHvV1xnGhV1lv7XoJrqQg='],
];

const end = (text: string) => {
  const [address = '', port = ''] = text.split(' ');
  return {address, port: Number(port)};
};

for (const [protocol, from, to, id] of reference) {
  test(`the Community ID of protocol ${protocol} from ${from} to ${to} is that of the specification`, () => {
    assert.equal(communityId(protocol, end(from), end(to), sha1), id);
  });
}

test('sockets with two ends have one, a ping socket by the types of its messages', () => {
  const tcp = socket('tcp ESTABLISHED 66.35.250.204:80 128.232.110.120:34855');
  assert.equal(communityIdOf(tcp, sha1), '1:LQU9qZlK+B5F3KDmev6m5PMibrg=');
  const mapped = socket('tcp ESTABLISHED [::ffff:66.35.250.204]:80 [::ffff:128.232.110.120]:34855');
  assert.equal(communityIdOf(mapped, sha1), '1:LQU9qZlK+B5F3KDmev6m5PMibrg=');
  const ping = socket('icmp ESTABLISHED 192.168.0.89:4711 192.168.0.1:0');
  assert.equal(communityIdOf(ping, sha1), '1:X0snYXpgwiv9TZtqg64sgzUn6Dk=');
  const ping6 = socket('icmp ESTABLISHED [3ffe:507:0:1:200:86ff:fe05:80da]:9 [3ffe:501:0:1001::2]:0');
  assert.equal(communityIdOf(ping6, sha1), '1:+TW+HtLHvV1xnGhV1lv7XoJrqQg=');
});

const without = [
  'tcp LISTEN 0.0.0.0:22',
  'udp UNCONN 0.0.0.0:53',
  'raw ESTABLISHED 10.0.0.1:1 10.0.0.2:0',
  'packet CLOSE *:3',
  'tcp ESTABLISHED localhost:631 10.0.0.2:5000',
  'tcp ESTABLISHED 10.0.0.1:631 [fe80::1]:5000',
];

for (const text of without) {
  test(`${text} has no Community ID`, () => assert.equal(communityIdOf(socket(text), sha1), null));
}

const flowEnd = fc.record({address: fc.oneof(fc.ipV4(), fc.ipV6()), port: fc.integer({min: 0, max: 65_535})});

test('both ends of any flow compute the same ID', () => {
  fc.assert(
    fc.property(fc.constantFrom(6, 17), flowEnd, flowEnd, (protocol, a, b) => {
      assert.equal(communityId(protocol, a, b, sha1), communityId(protocol, b, a, sha1));
    }),
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ianaRegistry} from '../../../source/domain/services/iana.ts';
import {servicePorts} from '../../../source/domain/services/ports.ts';
import {printedPort} from '../../../source/domain/services/printed-names.ts';

const portOf = servicePorts(
  new Map([
    ['12345/tcp', 'our-thing'],
    ['2222/tcp', 'ssh'],
  ]),
  ianaRegistry,
);

test('a name that saved text prints in the place of a port is that port', () => {
  assert.equal(portOf('our-thing', 'tcp'), 12345);
  assert.equal(portOf('domain', 'udp'), 53);
  assert.equal(portOf('ipp', 'tcp'), 631);
  assert.equal(portOf('mdns', 'udp'), 5353);
});

test('the host comes before the registries', () => assert.equal(portOf('ssh', 'tcp'), 2222));

test('a name is of a protocol', () => assert.equal(portOf('our-thing', 'udp'), null));

test('a name that no registry has is none', () => {
  for (const name of ['nonsense-of-no-registry', '', 'constructor']) assert.equal(portOf(name, 'tcp'), null);
});

test('a usual name is a port of either protocol, whether it is shown or only printed by other tools', () => {
  assert.deepEqual([printedPort('ssh', 'tcp'), printedPort('ssh', 'udp'), printedPort('www', 'tcp')], [22, 22, 80]);
  assert.deepEqual([printedPort('nonsense', 'tcp'), printedPort('constructor', 'tcp')], [null, null]);
});

test('a name that several ports are shown with is the port that tools mean, or none', () => {
  assert.deepEqual([printedPort('http-alt', 'tcp'), printedPort('irc', 'tcp')], [8080, 194]);
  assert.equal(printedPort('ircs', 'tcp'), null);
});

test('the name in the place of the port of a raw socket is an IP protocol', () => {
  assert.deepEqual(
    ['icmp', 'ipv6-icmp', 'ospf', 'raw', 'ssh'].map(name => printedPort(name, 'raw')),
    [1, 58, 89, 255, null],
  );
});

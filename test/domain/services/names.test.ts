import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ianaRegistry} from '../../../source/domain/services/iana.ts';
import {registryOf, serviceNames} from '../../../source/domain/services/names.ts';
import {usualNames} from '../../../source/domain/services/usual.ts';
import type {Protocol} from '../../../source/domain/socket.ts';

const host = new Map([
  ['12345/tcp', 'our-thing'],
  ['22/tcp', 'other-ssh'],
  ['1434/udp', 'host-word'],
]);
const nameOf = serviceNames(host, ianaRegistry);

const names: readonly (readonly [why: string, port: number, protocol: Protocol, name: string | null])[] = [
  ['the usual name comes before the host and the registry', 22, 'tcp', 'ssh'],
  ['the host comes before the registry', 1434, 'udp', 'host-word'],
  ['the host knows its own', 12345, 'tcp', 'our-thing'],
  ['the registry comes last', 70, 'tcp', 'gopher'],
  ['syslog and the remote shell share a number', 514, 'udp', 'syslog'],
  ['the remote shell is TCP', 514, 'tcp', 'shell'],
  ['a port in no registry has no name', 38142, 'udp', null],
  ['no port has no name', 0, 'tcp', null],
  ['a raw socket has a protocol in the place of a port', 1, 'raw', 'icmp'],
  ['a packet socket has an EtherType in the place of a port', 2054, 'packet', 'arp'],
  ['the port of a raw socket is no TCP port', 22, 'raw', null],
];

for (const [why, port, protocol, name] of names) {
  test(`${why}: ${port}/${protocol} is ${name ?? 'nothing'}`, () => assert.equal(nameOf(port, protocol), name));
}

test('an empty name in the registry, a reserved entry, is none', () => {
  const of = serviceNames(new Map(), registryOf({'9/tcp': [''], '10/tcp': ['ten']}));
  assert.equal(of(9, 'tcp'), null);
  assert.equal(of(10, 'tcp'), 'ten');
});

test('usual names are of a port and TCP or UDP', () => {
  for (const entry of Object.keys(usualNames)) assert.match(entry, /^[1-9]\d{0,4}\/(tcp|udp)$/);
});

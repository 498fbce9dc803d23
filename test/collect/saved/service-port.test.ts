import assert from 'node:assert/strict';
import {test} from 'node:test';
import {portReader} from '../../../source/collect/saved/service-port.ts';

const nothing = portReader(() => null);

test('numbers, the star and usual names are ports', () => {
  const printed = ['*', '0', '22', '65535', 'ssh', 'www', 'http', 'ipp', 'cups', 'domain', 'bootpc', 'mdns', 'ntp'];
  assert.deepEqual(
    printed.map(text => nothing(text, 'tcp')),
    [0, 0, 22, 65_535, 22, 80, 80, 631, 631, 53, 68, 5353, 123],
  );
});

test('514 is called syslog or shell', () => {
  assert.deepEqual([nothing('syslog', 'udp'), nothing('shell', 'udp'), nothing('shell', 'tcp')], [514, 514, 514]);
});

test('the port of a raw socket is an IP protocol', () => {
  assert.deepEqual([nothing('icmp', 'raw'), nothing('ipv6-icmp', 'raw'), nothing('icmp', 'udp')], [1, 58, null]);
});

test('a text in no registry is no port', () => {
  for (const text of ['65536', '-1', '', 'nosuchname', 'ircs', 'constructor', '__proto__', '1e3', '٢٢'])
    assert.equal(nothing(text, 'tcp'), null, text);
});

test('other names are requested from the lookup, which must return a port', () => {
  const requested: string[] = [];
  const answers: Readonly<Record<string, number>> = {zabbix: 10_051, much: 70_000, half: 0.5};
  const read = portReader((name, protocol) => {
    requested.push(`${name}/${protocol}`);
    return answers[name] ?? null;
  });
  assert.deepEqual(
    ['ssh', 'zabbix', 'much', 'half', 'a b'].map(name => read(name, 'udp')),
    [22, 10_051, null, null, null],
  );
  assert.deepEqual(requested, ['zabbix/udp', 'much/udp', 'half/udp']);
});

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {socketUnitOf} from '../../source/domain/socket-unit.ts';
import {parseSocketUnits} from '../../source/inspect/socket-units.ts';
import {endpoint, sampleSocket} from './sample.ts';

// Written to the documented format, not captured: see the readme beside it.
const units = parseSocketUnits(
  readFileSync(new URL('../fixtures/systemctl/list-sockets.txt', import.meta.url), 'utf8'),
);

test('only network addresses count', () => {
  assert.deepEqual(
    units.map(({unit}) => unit),
    ['cups.socket', 'tftp.socket', 'web.socket', 'ssh.socket', 'cockpit.socket', 'dhcp6.socket'],
  );
});

test('addresses are canonical, without brackets or scope', () => {
  assert.deepEqual(
    units.map(({protocol, address, port}) => `${protocol} ${address} ${port}`),
    ['tcp 127.0.0.1 631', 'udp 0.0.0.0 69', 'tcp 2001:db8::1 8443', 'tcp :: 22', 'tcp :: 9090', 'udp fe80::1 546'],
  );
});

test('the units that a socket unit starts are known, where there are any', () => {
  assert.deepEqual(
    units.map(({activates}) => activates.join()),
    ['cups.service', 'tftp.service', 'web.service', 'ssh.service', 'cockpit.service', ''],
  );
  const [several] = parseSocketUnits('127.0.0.1:631 Stream cups.socket cups.service, other@1.service');
  assert.deepEqual(several?.activates, ['cups.service', 'other@1.service']);
});

test('a socket is of the unit with its very protocol, address and port', () => {
  assert.equal(socketUnitOf(sampleSocket({family: 6, local: endpoint('::', 22)}), units)?.unit, 'ssh.socket');
  assert.equal(socketUnitOf(sampleSocket({local: endpoint('0.0.0.0', 22)}), units), null);
  assert.equal(socketUnitOf(sampleSocket({protocol: 'udp', family: 6, local: endpoint('::', 22)}), units), null);
  assert.equal(socketUnitOf(sampleSocket({family: 6, local: endpoint('::', 23)}), units), null);
});

test('the output of systemctl without systemd has no units', () => {
  assert.deepEqual(parseSocketUnits(''), []);
  assert.deepEqual(
    parseSocketUnits("System has not been booted with systemd as init system (PID 1). Can't operate.\n"),
    [],
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type EndsOptions, readEnds} from '../../../source/collect/saved/printed-endpoint.ts';
import {portReader} from '../../../source/collect/saved/service-port.ts';

const options: EndsOptions = {separator: ':', protocol: 'tcp', family: null, ports: portReader(() => null)};
const bsd: EndsOptions = {...options, separator: '.'};

function read(local: string, foreign: string, changed: Partial<EndsOptions> = {}): string | null {
  const ends = readEnds(local, foreign, {...options, ...changed});
  if (!ends) return null;
  const shown = [ends.local, ends.peer].map(end => end && `${end.address} ${end.interface ?? '-'} ${end.port}`);
  return `${ends.family} ${shown.join(' > ')}`;
}

test('addresses become canonical, without brackets', () => {
  assert.equal(read('127.0.0.1:631', '0.0.0.0:*'), '4 127.0.0.1 - 631 > ');
  assert.equal(read('[2001:DB8:0:0::1]:22', '[::]:*'), '6 2001:db8::1 - 22 > ');
  assert.equal(read('::1:631', ':::*'), '6 ::1 - 631 > ');
});

test('a scope or device goes to the interface, wherever a tool puts it', () => {
  assert.equal(read('127.0.0.53%lo:53', '0.0.0.0:*'), '4 127.0.0.53 lo 53 > ');
  assert.equal(read('[fe80::1]%eth0:9999', '[::]:*'), '6 fe80::1 eth0 9999 > ');
  assert.equal(read('[fe80::1%12]:546', '*:*'), '6 fe80::1 12 546 > ');
  assert.equal(read('fe80::1%lo0.123', '*.*', bsd), '6 fe80::1 lo0 123 > ');
  assert.equal(read('*%eth0:68', '*:*'), '4 0.0.0.0 eth0 68 > ');
});

test('every spelling of nobody is no peer, and a wildcard with a port is one', () => {
  for (const nobody of ['*:*', '0.0.0.0:*', '0.0.0.0:0', '[::]:*', ':::*', '[::]:0', '[::ffff:0.0.0.0]:*']) {
    assert.equal(read('10.0.0.5:22', nobody)?.endsWith('> '), true, nobody);
  }
  assert.equal(read('10.0.0.5.22', '*.*', bsd), '4 10.0.0.5 - 22 > ');
  assert.equal(read('10.0.0.5:22', '*:9'), '4 10.0.0.5 - 22 > 0.0.0.0 - 9');
});

test('IPv4 on an IPv6 socket is written with ::ffff:', () => {
  assert.equal(
    read('127.0.0.1:8080', '127.0.0.1:60360', {family: 6}),
    '6 ::ffff:127.0.0.1 - 8080 > ::ffff:127.0.0.1 - 60360',
  );
});

test('the wildcard takes the family of the table or of the other end', () => {
  assert.equal(read('*:22', '*:*', {family: 6}), '6 :: - 22 > ');
  assert.equal(read('*:22', '*:*', {family: 4}), '4 0.0.0.0 - 22 > ');
  assert.equal(read('*:22', '[::]:*'), '6 :: - 22 > ');
});

test('host names stay as text, and cut addresses are marked', () => {
  assert.equal(read('localhost:ipp', 'tc-in-f19.google.c:www'), '4 localhost - 631 > tc-in-f19.google.c - 80');
  assert.equal(
    read('2001:db8:85a3:8d3:38742', '2001:db8:85a3:8d3:1:443'),
    '6 2001:db8:85a3:8d3… - 38742 > 2001:db8:85a3:8d3:1… - 443',
  );
  assert.equal(read('münchen.example:22', '*:*'), '4 münchen.example - 22 > ');
});

test('a text that is no address is refused', () => {
  for (const text of [
    '22',
    ':22',
    'a b:22',
    '10.0.0.5:99999',
    '10.0.0.5:-1',
    '10.0.0.5:nosuchname',
    '<script x>:22',
    '[::1:22',
    '%lo:22',
    'x'.repeat(300).concat(':22'),
  ]) {
    assert.equal(read(text, '*:*'), null, text);
  }
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {
  formatIPv4,
  formatIPv6,
  isWildcard,
  parseIPv4,
  parseIPv6,
  type Scope,
  scopeOf,
} from '../../source/domain/address.ts';

const groupsOf = (text: string): number[] => text.split(' ').map(part => Number.parseInt(part, 16));

/** RFC 5952, by the section that asks for the form. */
const canonical: readonly (readonly [section: string, groups: string, text: string])[] = [
  ['4.1 leading zeros', '2001 0db8 0 0 0 0 0 0001', '2001:db8::1'],
  ['4.2.1 as short as possible', '2001 db8 0 0 0 0 2 1', '2001:db8::2:1'],
  ['4.2.2 no single group', '2001 db8 0 1 1 1 1 1', '2001:db8:0:1:1:1:1:1'],
  ['4.2.3 the longest run', '2001 0 0 1 0 0 0 1', '2001:0:0:1::1'],
  ['4.2.3 the first of two runs', '2001 db8 0 0 1 0 0 1', '2001:db8::1:0:0:1'],
  ['4.3 lower case', '2001 DB8 AAAA BBBB CCCC DDDD EEEE FFFF', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'],
  ['a run at the start', '0 0 0 0 0 0 0 1', '::1'],
  ['a run at the end', 'fe80 0 0 0 0 0 0 0', 'fe80::'],
  ['nothing but zeros', '0 0 0 0 0 0 0 0', '::'],
  ['5 v4-mapped', '0 0 0 0 0 ffff c000 0221', '::ffff:192.0.2.33'],
  ['5 v4-mapped any', '0 0 0 0 0 ffff 0 0', '::ffff:0.0.0.0'],
];

for (const [section, groups, text] of canonical) {
  test(`an IPv6 address is written ${text} (RFC 5952, ${section})`, () => {
    assert.equal(formatIPv6(groupsOf(groups)), text);
    assert.deepEqual(parseIPv6(text), groupsOf(groups));
  });
}

test('an IPv4 address is written dotted', () => assert.equal(formatIPv4(192, 0, 2, 33), '192.0.2.33'));

test('every form of an IPv6 address is read: long, upper case, dotted end', () => {
  assert.deepEqual(parseIPv6('2001:0DB8:0000:0000:0000:0000:0000:0001'), groupsOf('2001 db8 0 0 0 0 0 1'));
  assert.deepEqual(parseIPv6('64:ff9b::192.0.2.33'), groupsOf('64 ff9b 0 0 0 0 c000 221'));
  assert.deepEqual(parseIPv6('1:2:3:4:5:6:7::'), groupsOf('1 2 3 4 5 6 7 0'));
});

const noIPv6 = [
  '',
  ':',
  ':::',
  '1',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '1:2:3:4::5:6:7:8',
  'g::',
  '12345::',
];
for (const text of [...noIPv6, '::ffff:256.0.0.1', '::1.2.3', '1.2.3.4', 'fe80::1%lo', '[::1]', ' ::1']) {
  test(`"${text}" is no IPv6 address`, () => assert.equal(parseIPv6(text), null));
}

for (const text of ['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.x', '1.2.3.4 ', '::1', '0x1.2.3.4', '1..2.3']) {
  test(`"${text}" is no IPv4 address`, () => assert.equal(parseIPv4(text), null));
}

test('an address that is written and read is the same address', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({min: 0, max: 0xffff}));
  fc.assert(
    fc.property(fc.array(group, {minLength: 8, maxLength: 8}), groups => {
      assert.deepEqual(parseIPv6(formatIPv6(groups)), groups);
    }),
  );
});

test('reading an address never throws, whatever the text is', () => {
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom('0', 'f', ':', '.', '1', '%', 'l', '25')}), text => {
      assert.ok(parseIPv6(text)?.length === 8 || parseIPv6(text) === null);
      assert.ok(['loopback', 'link-local', 'private', 'public', 'all'].includes(scopeOf(text, null)));
    }),
  );
});

test('a wildcard is every address of a host, in either family', () => {
  assert.ok(['*', '0.0.0.0', '::', '::ffff:0.0.0.0'].every(isWildcard));
  assert.ok(!['', '0.0.0.1', '::1', '::ffff:0.0.0.1', 'any'].some(isWildcard));
});

const scopes: Readonly<Record<Scope, readonly string[]>> = {
  loopback: [
    ...['127.0.0.1', '127.0.0.53', '127.255.255.255', '::1', '::ffff:127.0.0.1', '::ffff:127.9.9.9'],
    ...['fe80::1%lo', 'fe80::1%lo0', '10.0.0.5%lo', '0.0.0.0%lo', '::%lo', 'localhost', 'localhost.localdomain'],
    ...['ip6-localhost', 'localhost.localdom'],
  ],
  'link-local': [
    ...['169.254.0.1', '224.0.0.251', 'fe80::1', 'fe80::1%eth0', 'febf::1', '::ffff:169.254.1.1'],
    ...['ff01::1', 'ff02::fb', 'fe80::8d1:…', 'fe80::1c3:9ff:fe'],
  ],
  private: [
    ...['10.0.0.5', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255', '239.1.2.3'],
    ...['fc00::1', 'fd12:3456::1', 'fec0::1', 'ff05::2', 'ff08::1', '::ffff:10.0.0.1', 'fd12:3456:…'],
  ],
  public: [
    ...['8.8.8.8', '128.0.0.1', '126.255.255.255', '172.15.0.1', '172.32.0.1', '192.169.0.1', '100.63.0.1'],
    ...['100.128.0.1', '169.253.0.1', '224.0.1.1', '2001:db8::1', '::2', 'fbff::1', 'fe00::1', 'ff0e::1'],
    ...[
      '::ffff:8.8.8.8',
      'web-01',
      'localhosts',
      'loopback.example.org',
      'localhost.example.org',
      '127.0.0.1%',
      '::ffff:',
      'a:b',
    ],
  ],
  all: ['0.0.0.0', '::', '*', '::ffff:0.0.0.0', '0.0.0.0%eth0', '*%br-lo'],
};

for (const [scope, addresses] of Object.entries(scopes)) {
  for (const text of addresses) {
    test(`${text} is reached from ${scope}`, () => {
      const [address = '', device = null] = text.endsWith('%') ? [text] : text.split('%');
      assert.equal(scopeOf(address, device), scope);
    });
  }
}

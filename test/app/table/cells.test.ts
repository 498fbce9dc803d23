import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  ageText,
  endpointText,
  endsText,
  ownerText,
  portText,
  protocolText,
  queueText,
  userText,
} from '../../../source/app/table/cells.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import type {Owner, Process, Socket} from '../../../source/domain/socket.ts';
import {sanitize} from '../../../source/domain/text.ts';
import {asciiSymbols, unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {assessedRow, endpoint, executable, hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';

const ends: readonly (readonly [text: string, cells: number, cell: string])[] = [
  ['0.0.0.0:22', 20, '0.0.0.0:22'],
  ['[::1]:22', 20, '[::1]:22'],
  ['[fe80::1%eth0]:546', 20, '[fe80::1%eth0]:546'],
  ['127.0.0.53%lo:53', 20, '127.0.0.53%lo:53'],
  ['*:*', 20, '*:*'],
  ['[2001:db8:0:1:2:3:4:5]:5223', 20, '[2001:d…:3:4:5]:5223'],
  ['203.0.113.209:44321', 15, '203.….209:44321'],
  ['203.0.113.9:44321', 6, ':44321'],
  ['203.0.113.9:44321', 3, ':44321'],
];

for (const [text, cells, cell] of ends) {
  test(`${text} in ${cells} cells is ${cell}: the port is never cut`, () => {
    const drawn = endpointText(endpoint(text), cells, unicodeSymbols);
    assert.equal(drawn, cell);
    assert.ok(drawn.endsWith(text.slice(text.lastIndexOf(':'))));
  });
}

test('no peer is a dash', () => assert.equal(endpointText(null, 20, unicodeSymbols), '-'));

test('both ends: a listener alone, an outbound connection, an inbound one', () => {
  const listener = socket('tcp LISTEN 0.0.0.0:22');
  const out = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443'));
  const into = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122'), listener);
  assert.equal(endsText(assessedRow(listener), 30, unicodeSymbols), '0.0.0.0:22');
  assert.equal(endsText(out, 30, unicodeSymbols), '51000 → 203.0.113.9:443');
  assert.equal(endsText(into, 30, unicodeSymbols), '22 ← 198.51.100.7:50122');
  assert.equal(endsText(into, 30, asciiSymbols), '22 <- 198.51.100.7:50122');
  assert.equal(endsText(out, 20, unicodeSymbols), '51000 → 203…13.9:443');
});

test("the service port has an arrow where it is the peer's, a short one where there is no room", () => {
  const out = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:44321'));
  assert.equal(portText(out, 6, unicodeSymbols), '→44321');
  assert.equal(portText(out, 7, asciiSymbols), '->44321');
  assert.equal(portText(out, 6, asciiSymbols), '>44321');
  assert.equal(portText(assessedRow(socket('tcp LISTEN 0.0.0.0:22')), 6, unicodeSymbols), '22');
});

test('where it is not known who opened a connection, a question mark stands for the arrow', () => {
  const closing = assessedRow(socket('tcp TIME_WAIT 10.0.0.5:51413 203.0.113.9:50001', hidden('closing')));
  assert.equal(endsText(closing, 30, unicodeSymbols), '51413 ? 203.0.113.9:50001');
  assert.equal(portText(closing, 6, unicodeSymbols), '?50001', 'the lower port, which is more likely a service');
});

const saved = (changes: Pick<Process, 'pid' | 'name'>): Owner =>
  ownerOf({...process('/x', {executable: unknown('not-collected')}), ...changes});

const redis = ownerOf(
  process('/usr/bin/redis-check-rdb', {
    name: sanitize('redis-server'),
    executable: known(executable('/usr/bin/redis-check-rdb', {alias: sanitize('redis-server')})),
  }),
);

const owners: readonly (readonly [why: string, holder: Owner, cells: number, cell: string])[] = [
  ['program and pid', owner('/usr/sbin/sshd'), 13, 'sshd/812'],
  ['a long name is cut, the pid is not', owner('/usr/sbin/NetworkManager'), 13, 'NetworkM…/812'],
  ['two more processes', owner('/a/postgres', '/a/postgres', '/a/postgres'), 24, 'postgres/812 +2'],
  ['no room for the name', ownerOf(process('/a/postgres', {pid: 4_194_304}), process('/b')), 10, '…/4194304 +1'],
  ['a name without a pid, as saved text has it', saved({pid: null, name: sanitize('sshd: ann')}), 13, 'sshd'],
  ['a pid without a name, as saved text has it', saved({pid: 1072, name: null}), 13, 'pid 1072'],
  ['what runs, not what it calls itself', ownerOf(process('/usr/bin/nc', {name: sanitize('sshd')})), 13, 'nc/812'],
  ['the name of its file that it goes by', redis, 24, 'redis-server/812'],
  [
    'what it calls itself, where that is all',
    ownerOf(process('/x', {name: sanitize('x'), executable: unknown('refused')})),
    13,
    'x/812',
  ],
  ['why it is not known', hidden('needs-root'), 13, 'needs root'],
  ['closing, with room', hidden('closing'), 16, 'kernel (closing)'],
  ['closing, with less room', hidden('closing'), 13, 'closing'],
  ['known, and nobody', owner(), 13, 'not collected'],
];

for (const [why, holder, cells, cell] of owners) {
  test(`an owner is shown as ${cell}: ${why}`, () => {
    assert.equal(ownerText(socket('tcp LISTEN 0.0.0.0:22', holder), cells, unicodeSymbols), cell);
  });
}

const roles: readonly (readonly [program: string, role: string, cells: number, cell: string])[] = [
  ['/usr/bin/perl', 'munin-node', 40, 'perl (munin-node)/812'],
  ['/usr/bin/perl', 'munin-node', 20, 'perl (munin-no…)/812'],
  ['/usr/bin/python3.11', 'http.server', 26, 'python3.… (http.serv…)/812'],
  ['/usr/bin/python3.11', 'http.server', 16, 'pyth… (htt…)/812'],
  ['/usr/lib/systemd/systemd', 'ssh.socket', 20, 'syste… (ssh.so…)/812'],
  ['/usr/bin/perl', 'spamd', 11, '(spamd)/812'],
  ['/usr/bin/perl', 'munin-node', 13, 'perl/812'],
  ['/usr/bin/python3.11', 'http.server', 10, 'pytho…/812'],
];

for (const [program, role, cells, cell] of roles) {
  test(`an owner with a role is shown as ${cell} on ${cells} cells: both can be recognised, the pid is whole`, () => {
    const row = socket('tcp LISTEN 0.0.0.0:4949', owner(program));
    assert.equal(ownerText(row, cells, unicodeSymbols, role), cell);
  });
}

test('an age is exact, of the owner, or at least so long; what is no exact age does not tick by the second', () => {
  const row = assessedRow(socket('tcp LISTEN 0.0.0.0:22', ownerOf(process('/usr/sbin/sshd', {startedAt: 0}))));
  const connection = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:22 10.0.0.9:50000', owner('/usr/sbin/sshd')));
  const seen = (firstPoll: number) => ({since: 1_000_000_000, firstPoll, change: null, rates: null});
  const after = (seconds: number): number => 1_000_000_000 + seconds * 1000;
  assert.deepEqual(
    [3, 47, 150].map(each => ageText(row, seen(2), after(each))),
    ['3 s', '47 s', '3 min'],
  );
  assert.equal(ageText(row, seen(1), after(3)), '~12 d');
  assert.deepEqual(
    [3, 29, 47, 119, 150].map(each => ageText(connection, seen(1), after(each))),
    ['0 s+', '0 s+', '30 s+', '90 s+', '3 min+'],
  );
});

test('an owner is cut with an ASCII sign with --ascii', () => {
  assert.equal(
    ownerText(socket('tcp LISTEN 0.0.0.0:22', owner('/a/NetworkManager')), 13, asciiSymbols),
    'NetworkM~/812',
  );
});

test('a queue that is not known is a dash, not 0', () => {
  assert.deepEqual([queueText(0), queueText(128), queueText(null)], ['0', '128', '-']);
});

test('protocols are named as ss and lsof name them', () => {
  const name = (text: string, changes?: Partial<Socket>): string => protocolText(socket(text, undefined, changes));
  assert.deepEqual(
    [name('tcp LISTEN 0.0.0.0:1'), name('udp UNCONN [::]:1'), name('raw CLOSE [::]:58')],
    ['tcp', 'udp6', 'raw6'],
  );
  assert.equal(name('packet CLOSE *:3', {family: null}), 'pkt');
  const ping = (text: string, cells: number) => protocolText(socket(text), cells);
  assert.deepEqual(
    [ping('icmp UNCONN 0.0.0.0:9', 4), ping('icmp UNCONN [::]:9', 5), ping('icmp UNCONN [::]:9', 4)],
    ['icmp', 'icmp6', 'icm6'],
  );
});

test("the user is the owner's, else the socket's, else a dash", () => {
  const mallory = ownerOf(process('/x', {user: sanitize('mallory')}));
  assert.equal(userText(socket('tcp LISTEN 0.0.0.0:22', mallory)), 'mallory');
  assert.equal(userText(socket('tcp LISTEN 0.0.0.0:22', hidden('needs-root'))), 'root');
  assert.equal(userText(socket('tcp LISTEN 0.0.0.0:22', hidden('closing'), {user: null})), '-');
});

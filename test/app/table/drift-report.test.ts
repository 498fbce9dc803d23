import assert from 'node:assert/strict';
import {test} from 'node:test';
import {driftReport, isDrift} from '../../../source/app/table/drift-report.ts';
import {driftWords} from '../../../source/app/table/drift-words.ts';
import type {Acceptance, PlacedBlock} from '../../../source/domain/baseline.ts';
import type {Owner} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {asciiSymbols, unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {acceptanceOf, acceptedAs, conversationBlock, driftOf, listenerBlock} from '../../helpers/acceptance.ts';
import {assessedRow, hidden, owner, socket} from '../../helpers/build.ts';

const row = (text: string, acceptance: Acceptance | null, holder: Owner = owner('/usr/bin/nc')): AssessedSocket =>
  acceptedAs(assessedRow(socket(text, holder)), acceptance);

/** A drifted socket of the block in this line. */
const drifted = (text: string, first: number, ...differences: readonly string[]): AssessedSocket =>
  row(
    text,
    acceptanceOf('drifted', {
      block: listenerBlock(8443, {lines: {first, last: first + 3}}),
      drift: differences.map(driftOf),
    }),
  );

const linesOf = (rows: readonly AssessedSocket[], gone: readonly PlacedBlock[] = []): readonly string[] =>
  driftReport(rows, gone).flatMap(({kind, entries}) =>
    entries.map(entry => {
      const {socket: words, program, difference} = driftWords(entry, unicodeSymbols);
      return `${kind} | ${words} | ${program} | ${difference}`;
    }),
  );

test('nothing differs where all is as accepted, or there is no baseline', () => {
  assert.deepEqual(driftReport([]), []);
  assert.deepEqual(
    driftReport([row('tcp LISTEN 0.0.0.0:8443', acceptanceOf('accepted')), row('tcp LISTEN 0.0.0.0:8444', null)]),
    [],
  );
});

test('the loudest difference comes first, blocks that are gone and notes come last', () => {
  const moved = {kind: 'moved', text: trusted('from 40001')} as const;
  const upgraded = {kind: 'upgraded', text: trusted('nginx 1.24 vouches for it')} as const;
  const rows = [
    row('tcp LISTEN 0.0.0.0:9000', acceptanceOf('new', {drift: [driftOf('new 0.0.0.0:9000')]})),
    row('udp UNCONN 0.0.0.0:40002', acceptanceOf('accepted', {notes: [moved]})),
    row('tcp LISTEN 0.0.0.0:443', acceptanceOf('accepted', {notes: [upgraded]}), owner('/usr/sbin/nginx')),
    drifted('tcp LISTEN 0.0.0.0:81', 11, 'widened host any'),
    drifted('tcp LISTEN 0.0.0.0:80', 1, 'unit a.service b.service', 'owner /usr/bin/a /usr/bin/nc'),
  ];
  assert.deepEqual(linesOf(rows, [listenerBlock(7000, {exe: trusted('/usr/bin/old')})]), [
    'owner | tcp 0.0.0.0:80 | nc | /usr/bin/a → /usr/bin/nc',
    'widened | tcp 0.0.0.0:81 | nc | host → any',
    'unit | tcp 0.0.0.0:80 | nc | a.service → b.service',
    'new | tcp 0.0.0.0:9000 | nc | 0.0.0.0:9000',
    'gone | tcp 7000 | old | no socket',
    'upgraded | tcp 0.0.0.0:443 | nginx | nginx 1.24 vouches for it',
    'moved | udp 0.0.0.0:40002 | nc | from 40001',
  ]);
});

test('the order of the sockets does not matter, and entries of a kind are in the order of their ports', () => {
  const rows = [8443, 80, 443].map((port, index) =>
    drifted(`tcp LISTEN 0.0.0.0:${port}`, index * 5 + 1, 'owner /a /b'),
  );
  const expected = ['80', '443', '8443'].map(port => `owner | tcp 0.0.0.0:${port} | nc | /a → /b`);
  assert.deepEqual(linesOf(rows), expected);
  assert.deepEqual(linesOf(rows.toReversed()), expected);
});

test('the sockets of one listener are one entry, and connections to it come after it', () => {
  const inbound = row(
    'tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122',
    acceptanceOf('drifted', {isInbound: true, drift: [driftOf('owner /a /b')]}),
  );
  const [group, ...others] = driftReport([
    inbound,
    drifted('tcp LISTEN [::]:8443', 1, 'owner /a /b'),
    drifted('tcp LISTEN 0.0.0.0:8443', 1, 'owner /a /b'),
    drifted('tcp LISTEN 0.0.0.0:9443', 6, 'owner /a /b'),
  ]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    group?.entries.map(({rows}) => rows.map(({socket: {local, peer}}) => `${local.address} ${peer?.port}`)),
    [['0.0.0.0 undefined', ':: undefined', '10.0.0.5 50122'], ['0.0.0.0 undefined']],
  );
  assert.equal(group && driftWords(group.entries[0] ?? assert.fail(), unicodeSymbols).socket, 'tcp 0.0.0.0:8443 +2');
});

test('new listeners on one port are one entry, in two namespaces they are two', () => {
  const added = (text: string, netns: AssessedSocket['socket']['netns'] = null): AssessedSocket =>
    acceptedAs(assessedRow(socket(text, owner('/usr/bin/nc'), {netns})), acceptanceOf('new'));
  const web = {name: trusted('web'), inode: 4026532251};
  assert.deepEqual(
    linesOf([added('tcp LISTEN 0.0.0.0:80'), added('tcp LISTEN [::]:80'), added('tcp LISTEN 0.0.0.0:80', web)]),
    ['new | tcp 0.0.0.0:80 +1 | nc | 0.0.0.0:8443', 'new | tcp 0.0.0.0:80 in web | nc | 0.0.0.0:8443'],
  );
});

test('blocks that are gone come in the order of the file, in words of their own', () => {
  const gone = [
    conversationBlock(5432, {
      exe: trusted('/usr/bin/node'),
      peer: trusted('10.0.0.0/8'),
      script: trusted('/srv/app.js'),
    }),
    listenerBlock('ephemeral', {proto: 'udp', container: trusted('shop')}),
  ];
  assert.deepEqual(linesOf([], gone), [
    'gone | udp ephemeral in shop |  | no socket',
    'gone | tcp → 10.0.0.0/8:5432 | app.js | no socket',
  ]);
});

test('an owner that is not known has its reason, a conversation its peer, and ASCII its arrow', () => {
  const rows = [
    row(
      'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:5432',
      acceptanceOf('drifted', {block: conversationBlock(), drift: [driftOf('check owner-path owner-path')]}),
      hidden('needs-root'),
    ),
  ];
  const [group] = driftReport(rows);
  assert.deepEqual(driftWords(group?.entries[0] ?? assert.fail(), asciiSymbols), {
    socket: 'tcp 51000 -> 203.0.113.9:5432',
    program: 'needs root',
    difference: 'owner-path -> owner-path',
  });
});

test('six kinds are drift', () => {
  const kinds = ['owner', 'replaced', 'widened', 'unit', 'check', 'new'] as const;
  assert.ok(kinds.every(isDrift));
  assert.ok(!(['gone', 'narrower', 'upgraded', 'moved'] as const).some(isDrift));
});

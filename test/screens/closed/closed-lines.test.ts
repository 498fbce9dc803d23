import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Closed} from '../../../source/app/table/track-changes.ts';
import {lineText} from '../../../source/domain/line.ts';
import {closedLines} from '../../../source/screens/closed/closed-lines.ts';
import {lineWidth} from '../../../source/screens/text/parts.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {acceptanceOf, acceptedAs} from '../../helpers/acceptance.ts';
import {assessedRow, hidden, owner, socket} from '../../helpers/build.ts';
import {exampleSnapshot} from '../../helpers/example-host.ts';

const at = exampleSnapshot.takenAt;

const closed = (text: string, changes: Partial<Closed> = {}, holder = owner('/usr/bin/curl')): Closed => ({
  row: assessedRow(socket(text, holder)),
  seen: {since: at - 65_000, firstPoll: 2, change: null, rates: null},
  at,
  poll: 9,
  ...changes,
});
const web = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443';
const lines = (all: readonly Closed[], cells = 120): readonly string[] =>
  closedLines(all, cells, unicodeSymbols).map(lineText);

test('each line has time, lifetime, ends, owner and bytes', () => {
  const counted = socket(web, owner('/usr/bin/curl'), {
    tcp: {rttMs: 1, retransmits: 0, bytesReceived: 12_345, bytesSent: 678},
  });
  const [titles, line] = lines([closed(web, {row: assessedRow(counted)})]);
  assert.equal(
    titles,
    'VERDICT     CLOSED   LIVED    PROT LOCAL / PEER                            OWNER                      IN     OUT',
  );
  assert.equal(
    line,
    '✓ explained 20:00:00 65 s     tcp  51000 → 203.0.113.9:443                 curl/812                12 kB   678 B',
  );
  const [narrowTitles, typeFilter] = lines([closed(web, {row: assessedRow(counted)})], 80);
  assert.equal(narrowTitles, '  CLOSED   LIVED    PROT LOCAL / PEER             OWNER               IN     OUT');
  assert.equal(typeFilter, '✓ 20:00:00 65 s     tcp  51000 → 203.0.113.9:443  curl/812         12 kB   678 B');
});

test('the lifetime of a socket of the first poll has a +, and uncounted bytes are not zero', () => {
  const old = closed('udp UNCONN 0.0.0.0:9999', {
    seen: {since: at - 3_600_000, firstPoll: 1, change: null, rates: null},
  });
  assert.match(lines([old])[1] ?? '', /^\? learn +20:00:00 60 min\+ +udp +0\.0\.0\.0:9999 +curl\/812 +- +-$/);
});

test('a listener has no bytes, whatever its source counts', () => {
  const counted = socket('tcp LISTEN 0.0.0.0:9999', owner('/usr/bin/curl'), {
    tcp: {rttMs: 0, retransmits: 0, bytesReceived: 0, bytesSent: 0},
  });
  assert.match(lines([closed(web, {row: assessedRow(counted)})])[1] ?? '', / - +-$/);
});

test('the sockets are in the order of the track', () => {
  const all = [closed(web, {at: at + 5000}), closed('tcp LISTEN 127.0.0.1:25'), closed('udp UNCONN 0.0.0.0:9999')];
  assert.deepEqual(
    lines(all, 80).map(line => line.slice(2, 10)),
    ['CLOSED  ', '20:00:05', '20:00:00', '20:00:00'],
  );
});

test('without closed sockets there is a message', () => {
  assert.deepEqual(lines([]), ['  No socket that was seen has closed in the last hour.']);
});

test('no line is wider than the screen, whatever the names of programs', () => {
  const all = [
    closed(`tcp ESTABLISHED [2001:db8:0:1:2:3:4:5]:51000 [2001:db8:0:1:2:3:4:6]:443`, {}, owner('/opt/東京/サーバー')),
    closed(web, {}, hidden('other-namespace')),
  ];
  for (let cells = 1; cells <= 120; cells++) {
    for (const line of closedLines(all, cells, unicodeSymbols)) assert.ok(lineWidth(line) <= cells, `at ${cells}`);
  }
  const [, first = '', second = ''] = lines(all, 80);
  assert.ok(first.includes('サーバー/812') && second.includes('other namespa…'), `${first}\n${second}`);
});

test('a socket that was accepted is shown as such, in its tone', () => {
  const record = closed(web);
  const row = acceptedAs(assessedRow(socket('tcp LISTEN 0.0.0.0:8443')), acceptanceOf('accepted'));
  const [, line] = closedLines([{...record, row}], 120, unicodeSymbols);
  assert.deepEqual([line?.spans[0]?.text.trimEnd(), line?.spans[0]?.tone], ['= accepted', 'accepted']);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {toCsv} from '../../../source/app/table/csv.ts';
import {unknown} from '../../../source/domain/known.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {acceptanceOf, acceptedAs, driftOf, listenerBlock} from '../../helpers/acceptance.ts';
import {anyText} from '../../helpers/arbitrary.ts';
import {assessAllNow, assessedRow, nameOf, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {exampleSockets} from '../../helpers/example-host.ts';

/** Reads CSV as RFC 4180 has it: rows of cells. */
function readCsv(text: string): readonly (readonly string[])[] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)];
  assert.equal(cells.map(([all]) => all).join(''), text, 'all of it is CSV');
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** The cells of one row by their titles. */
function cellsOf(row: AssessedSocket): Readonly<Record<string, string>> {
  const [titles = [], cells = [], ...others] = readCsv(toCsv([row]));
  assert.deepEqual([cells.length, others.length], [titles.length, 0]);
  return Object.fromEntries(titles.map((title, index) => [title, cells[index] ?? '']));
}

test('a row has what the list shows, under titles of their own', () => {
  const connection = socket(
    'tcp ESTABLISHED [2001:db8::5]:51000 [2001:db8::9]:443',
    ownerOf(process('/usr/bin/curl', {pid: 5}), process('/usr/bin/wget', {pid: 6})),
    {recvQueue: 3, sendQueue: 4, user: trusted('anna')},
  );
  assert.deepEqual(cellsOf(assessedRow(connection)), {
    verdict: 'explained',
    rule: 'https-client',
    why: 'browsing, downloads',
    protocol: 'tcp',
    family: '6',
    state: 'ESTABLISHED',
    local_address: '2001:db8::5',
    local_port: '51000',
    peer_address: '2001:db8::9',
    peer_port: '443',
    direction: 'outbound',
    scope: 'public',
    service: 'https',
    recv_q: '3',
    send_q: '4',
    user: 'anna',
    pids: '5 6',
    programs: 'curl wget',
    netns: '',
    netns_inode: '',
    owner_unknown: '',
    direction_reason: 'peer-port',
    acceptance: '',
    drift: '',
    note: '',
  });
});

test('a row has how it stands to the baseline', () => {
  const row = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/nc')));
  const block = listenerBlock(8443, {note: trusted('portainer, ticket 4711')});
  const drift = ['owner /usr/bin/portainer /usr/bin/nc', 'unit a.service b.service'].map(driftOf);
  const drifted = cellsOf(acceptedAs(row, acceptanceOf('drifted', {block, drift})));
  assert.deepEqual(
    [drifted.acceptance, drifted.drift, drifted.note],
    ['drifted', 'owner unit', 'portainer, ticket 4711'],
  );
  const added = cellsOf(acceptedAs(row, acceptanceOf('new')));
  assert.deepEqual([added.acceptance, added.drift, added.note], ['new', 'new', '']);
});

test('a missing value is an empty cell, and an unknown owner has its reason', () => {
  const cells = cellsOf(assessedRow(socket('udp UNCONN 0.0.0.0:38143', unknown('needs-root'), {user: null})));
  const {peer_address, peer_port, service, user, pids, programs, owner_unknown} = cells;
  assert.deepEqual([peer_address, peer_port, service, user, pids, programs], ['', '', '', '', '', '']);
  assert.equal(owner_unknown, 'needs-root');
});

test('every row is a line, in its order, below one line of titles', () => {
  const {rows} = assessAllNow(exampleSockets, nameOf);
  const [titles = [], ...lines] = readCsv(toCsv(rows));
  assert.deepEqual(
    lines.map(cells => cells[titles.indexOf('local_port')]),
    rows.map(({socket: {local}}) => String(local.port)),
  );
  assert.equal(toCsv([]).split('\r\n').length, 2);
});

const named = (name: string): AssessedSocket =>
  assessedRow(
    socket('tcp LISTEN 0.0.0.0:9', ownerOf(process('/x', {name: sanitize(name), executable: unknown('needs-root')}))),
  );
const programs = (name: string): string => cellsOf(named(name)).programs ?? '';

for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x/","y, z")', "=cmd|' /C calc'!A0"]) {
  test(`the program name ${formula} is no formula`, () => {
    assert.equal(programs(formula), `'${formula}`);
  });
}

test('quotes and commas come back as they were', () => {
  for (const name of ['a,b', 'a"b', '"', '""', ',', 'a","b', "'", '']) assert.equal(programs(name), name);
});

test('any name comes back, with an apostrophe before a text that would be a formula', () => {
  fc.assert(
    fc.property(anyText, raw => {
      const name = sanitize(raw);
      const cell = programs(raw);
      assert.equal(cell, /^[=+\-@]/.test(name) ? `'${name}` : name);
      assert.doesNotMatch(cell, /^[=+\-@\t\r\n]/);
    }),
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {applyTypeFilter, type TypeFilter} from '../../../source/app/table/type-filter.ts';

import {assessAllNow, nameOf, showAll, socket} from '../../helpers/build.ts';

const {rows} = assessAllNow(
  [
    socket('tcp LISTEN 0.0.0.0:22'),
    socket('tcp LISTEN [::1]:631'),
    socket('udp UNCONN 127.0.0.53:53'),
    socket('udp UNCONN [::]:5353'),
    socket('tcp ESTABLISHED 127.0.0.1:40000 127.0.0.1:5432'),
    socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443'),
    socket('tcp CLOSE 0.0.0.0:8080'),
    socket('raw CLOSE 0.0.0.0:1'),
    socket('packet CLOSE *:3', undefined, {family: null}),
  ],
  nameOf,
);

const cases: readonly (readonly [
  what: string,
  typeFilter: Partial<TypeFilter>,
  kept: readonly number[],
  hidden: number,
])[] = [
  ['nothing', {}, [0, 1, 2, 3, 4, 5, 6, 7, 8], 0],
  ['TCP', {protocols: new Set(['tcp'])}, [0, 1, 4, 5, 6], 0],
  ['TCP and UDP', {protocols: new Set(['tcp', 'udp'])}, [0, 1, 2, 3, 4, 5, 6], 0],
  ['IPv4', {families: new Set([4])}, [0, 2, 4, 5, 6, 7], 0],
  ['IPv6', {families: new Set([6])}, [1, 3], 0],
  ['both families', {families: new Set([4, 6])}, [0, 1, 2, 3, 4, 5, 6, 7], 0],
  ['loopback hidden', {hideLoopback: true}, [0, 3, 5, 6, 7, 8], 3],
  [
    'TCP, loopback hidden: only the hidden TCP sockets are counted',
    {protocols: new Set(['tcp']), hideLoopback: true},
    [0, 5, 6],
    2,
  ],
  ['TCP of IPv6, loopback hidden', {protocols: new Set(['tcp']), families: new Set([6]), hideLoopback: true}, [], 1],
];

for (const [what, typeFilter, expected, hidden] of cases) {
  test(`the type filter ${what} passes ${expected.length} rows and hides ${hidden}`, () => {
    const filtered = applyTypeFilter(rows, {...showAll, ...typeFilter});
    assert.deepEqual(
      filtered.rows.map(row => rows.indexOf(row)),
      expected,
    );
    assert.equal(filtered.hiddenLoopback, hidden);
  });
}

test('--listening passes TCP in LISTEN and UDP without a peer, and no connection', () => {
  const passed = applyTypeFilter(rows, {...showAll, listening: true}).rows.map(row => rows.indexOf(row));
  assert.deepEqual(
    passed.filter(index => index < 7),
    [0, 1, 2, 3],
  );
});

test('--listening passes neither TCP that is only bound, nor ping sockets, which get answers alone', () => {
  const quiet = ['tcp CLOSE 0.0.0.0:7777', 'icmp UNCONN 0.0.0.0:7401'].map(text => socket(text));
  assert.deepEqual(applyTypeFilter(assessAllNow(quiet, nameOf).rows, {...showAll, listening: true}).rows, []);
});

test('--listening passes no UDP socket with a peer', () => {
  const talking = assessAllNow([socket('udp ESTABLISHED 10.0.0.5:41234 162.159.200.1:123')], nameOf).rows;
  assert.deepEqual(applyTypeFilter(talking, {...showAll, listening: true}).rows, []);
});

test('a filter that passes everything returns the list itself, any other one a new list', () => {
  assert.equal(applyTypeFilter(rows, showAll).rows, rows);
  assert.notEqual(applyTypeFilter(rows, {...showAll, protocols: new Set(['tcp', 'udp', 'raw', 'packet'])}).rows, rows);
  assert.notEqual(applyTypeFilter(rows, {...showAll, families: new Set([4, 6])}).rows, rows);
});

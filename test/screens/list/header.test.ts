import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Event} from '../../../source/app/state/event.ts';
import {initialState, type State} from '../../../source/app/state/state.ts';
import {line, lineText} from '../../../source/domain/line.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {headerLines} from '../../../source/screens/list/header.ts';
import {loadLine} from '../../../source/screens/list/load.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {baselineOf} from '../../helpers/acceptance.ts';
import {hidden, owner, ownerOf, process, showAll, socket} from '../../helpers/build.ts';
import {
  exampleLoad,
  exampleSnapshot,
  exampleSockets,
  exampleState,
  play,
  pollOf,
  settingsOf,
} from '../../helpers/example-host.ts';
import {press} from '../../helpers/listing.ts';

const wide = {columns: 200, rows: 24};
const list = exampleState(wide);
const at = exampleSnapshot.takenAt;
const failure: Event = {type: 'poll-failed', message: trusted('no table'), at: at + 5000};
const waiting = initialState(settingsOf(), wide, showAll, at);

const header = (state: State, count = 3): readonly string[] =>
  headerLines(state, count).map(each => lineText(each).trimEnd());

test('the header shows host and time, totals, verdicts and coverage', () => {
  const [where = '', totals = '', unseen = ''] = header(play(list, {type: 'os-named', name: trusted('Debian')}));
  assert.match(where, /^portwatch {2}web-01 \(Debian\) {2}procfs .*every 2 s +20:00:00$/);
  assert.equal(
    totals,
    '28 sockets · ✓ 15 explained  ? 10 learn  ! 3 suspect · 11 exposed listeners, 6 of them explained',
  );
  assert.match(unseen, /^owners 20\/25: 1 needs root, .* · 0 loopback hidden/);
  assert.match(unseen, / · 13 processes could not be read$/);
});

test('loopback that is hidden is counted, and the key that shows it is named', () => {
  const hidden = play(list, {type: 'action', action: 'loopback'});
  assert.match(header(hidden)[2] ?? '', /4 loopback hidden, L shows/);
});

test('the header names the type filter', () => {
  const typeFilter = {
    ...showAll,
    protocols: new Set(['tcp' as const]),
    families: new Set([6 as const]),
    listening: true,
  };
  assert.match(header({...list, typeFilter})[2] ?? '', /only tcp, IPv6, listening/);
});

test('the header names only options that filter', () => {
  const thirdLine = (typeFilter: Partial<typeof showAll>): string =>
    header({...list, typeFilter: {...showAll, ...typeFilter}})[2]
      ?.match(/(?:only|no packet)[^·]*/)?.[0]
      .trim() ?? '';
  const families = new Set([4 as const, 6 as const]);
  assert.equal(thirdLine({families}), 'no packet sockets', 'which are of neither family');
  assert.equal(thirdLine({families, protocols: new Set(['tcp' as const])}), 'only tcp');
  assert.equal(thirdLine({families, listening: true}), 'only listening, no packet sockets');
  assert.equal(thirdLine({protocols: new Set(['tcp' as const, 'udp' as const])}), 'only tcp, udp');
});

const filtered = (text: string, columns: number): string => {
  const typed: readonly Event[] = [
    {type: 'action', action: 'filter'},
    {type: 'typed', text},
    {type: 'action', action: 'keep-filter'},
  ];
  return header(play(exampleState({columns, rows: 24}), ...typed))[2] ?? '';
};

test('the filter is shown with its counts, whole where there is room, never without the counts', () => {
  const query = 'proto:tcp !is:loopback';
  assert.ok(filtered(query, 200).includes(` · /${query} keeps 14 of 28 · `), filtered(query, 200));
  assert.ok(filtered(query, 84).includes(` · /${query} 14 of 28 · `), filtered(query, 84));
  assert.ok(filtered(query, 80).includes(' · /proto:tcp !is:loo… 14 of 28 · '), filtered(query, 80));
  assert.match(filtered(query, 60), / 14 of 28/);
});

test('an order that is not the usual one is shown, briefly where there is little room', () => {
  const ordered = (columns: number): string => {
    const state = exampleState({columns, rows: 24});
    return header({...state, grouping: 'verdict', sort: {column: 'port', reversed: true}})[2] ?? '';
  };
  assert.match(ordered(200), / · grouped by verdict, sorted by port reversed · /);
  assert.match(ordered(80), / · by verdict, port reversed · /);
});

const callers = Array.from({length: 3}, (_, index) =>
  socket(`tcp ESTABLISHED 10.0.0.5:22 203.0.113.${index}:${50_000 + index}`, owner('/usr/sbin/sshd')),
);
const named = ownerOf(process('/usr/sbin/named'));
const resolver = ['a', 'b'].map(key => socket('udp UNCONN 0.0.0.0:53', named, {key}));

test('the header shows that alike sockets are one line, with the key that shows each, where any are', () => {
  const coverage = (sockets: readonly Socket[], columns: number, compact = true): string =>
    header(press(exampleState({columns, rows: 24}, sockets), ...(compact ? ['compact' as const] : [])))[2] ?? '';
  const all = [...exampleSockets, ...callers];
  assert.match(coverage(all, 200), / · alike sockets as one line, c shows each · 13 processes could not be read$/);
  assert.match(coverage(all, 120), / · alike .*as one line, c shows each · /);
  assert.match(coverage(all, 80), / · alike as one line · 1 gap, see \?$/);
  assert.match(coverage(all, 40), / · alike as one line$/);
  assert.doesNotMatch(coverage(all, 200, false), /alike/);
  assert.doesNotMatch(coverage(exampleSockets, 200), /alike/, 'nothing is folded');
  assert.doesNotMatch(coverage(resolver, 200), /alike/, 'doubles are one line in any list');
  const text = exampleState({columns: 200, rows: 24}, all);
  assert.match(
    lineText(headerLines(press(text, 'compact'), 3, 'text')[2] ?? line()),
    / · alike sockets as one line · /,
  );
});

test('a pause is shown as an alert, with the age of the data', () => {
  const paused = play(list, {type: 'action', action: 'pause'}, {type: 'ticked', now: at + 180_000});
  assert.match(header(paused)[0] ?? '', / PAUSED {2}data 3 min old, p resumes/);
  assert.doesNotMatch(header(paused)[0] ?? '', /every 2 s/);
  for (const columns of [20, 30, 60]) {
    assert.match(header({...paused, size: {columns, rows: 24}})[0] ?? '', /PAUSED/, `at ${columns} columns`);
  }
});

test('polls that follow less often than the interval wants are shown, with the real interval', () => {
  const slow = {...exampleSnapshot, took: 1500};
  const paced = play(list, {...pollOf(list, {snapshot: slow}), pace: 6.25});
  assert.match(header(paced)[0] ?? '', / procfs {2}a refresh takes 1\.5 s, so every 6\.3 s /);
  assert.match(header(play(paced, {type: 'polled', snapshot: exampleSnapshot}))[0] ?? '', / procfs {2}every 2 s /);
});

for (const count of [1, 2, 3]) {
  test(`a failed poll is on the last of ${count} lines, with the age of the rows`, () => {
    const lines = header(play(list, failure), count);
    assert.equal(lines.length, count);
    assert.match(lines.at(-1) ?? '', /^ REFRESH FAILED, rows are 5 s old {2}no table$/);
    assert.match(header(play(waiting, failure), count).at(-1) ?? '', /^ REFRESH FAILED {2}no table$/);
  });

  test(`before the first poll there are ${count} lines too`, () => {
    assert.equal(header(waiting, count).length, count);
    assert.equal(header(waiting, 0).length, 0);
  });
}

test('before the first poll the header shows that the sockets are being read', () => {
  assert.deepEqual(header(waiting), ['portwatch', 'reading the sockets of this host', '']);
});

test('the next good poll clears the failure', () => {
  const good = play(list, failure, {type: 'polled', snapshot: exampleSnapshot});
  assert.doesNotMatch(header(good).join('\n'), /FAILED/);
});

test('a count of one has the singular', () => {
  const one = exampleState(wide, exampleSockets.slice(0, 1));
  assert.match(header(one)[1] ?? '', /^1 socket · .* · 1 exposed listener, 1 of them explained$/);
  assert.match(header(one)[2] ?? '', /^owners known 1 of 1 · /);
});

test('load and the rates of the busiest interface are shown once they are read', () => {
  const rate = (name: string, rx: number | null) => ({name: trusted(name), rxPerSecond: rx, txPerSecond: rx});
  const text = (interfaces: typeof exampleLoad.interfaces): string =>
    lineText(loadLine({...exampleLoad, interfaces}, unicodeSymbols, 200));
  assert.equal(lineText(loadLine(null, unicodeSymbols, 200)), '');
  assert.equal(text([]), 'load 0.42  cpu 7%  mem 41%');
  assert.equal(text([rate('eth0', null)]), 'load 0.42  cpu 7%  mem 41%');
  assert.equal(text([rate('eth0', 10), rate('eth1', 2000)]), 'load 0.42  cpu 7%  mem 41%  eth1 ↓ 2.0 kB/s ↑ 2.0 kB/s');
});

test('as much of the load is shown as fits: memory is left out first, then the traffic', () => {
  const interfaces = [{name: trusted('eth1'), rxPerSecond: 2000, txPerSecond: 0}];
  const text = (cells: number): string => lineText(loadLine({...exampleLoad, interfaces}, unicodeSymbols, cells));
  assert.equal(text(51), 'load 0.42  cpu 7%  mem 41%  eth1 ↓ 2.0 kB/s ↑ 0 B/s');
  assert.equal(text(50), 'load 0.42  cpu 7%  eth1 ↓ 2.0 kB/s ↑ 0 B/s');
  assert.equal(text(17), 'load 0.42  cpu 7%');
  assert.equal(text(9), 'load 0.42');
  assert.equal(text(5), '');
  assert.equal(text(-3), '');
});

test('pending owners are shown as such', () => {
  const sockets = [socket('tcp LISTEN 0.0.0.0:22', hidden('pending')), socket('tcp LISTEN [::]:22', hidden('pending'))];
  assert.match(header(exampleState(wide, sockets))[2] ?? '', /^owners known 0 of 2: 2 owners are pending/);
});

test('connections that wait to be accepted are shown beside the owners, apart from them', () => {
  const waiting = [50122, 50123].map(port =>
    socket(`tcp ESTABLISHED 10.0.0.5:80 198.51.100.7:${port}`, hidden('not-accepted'), {inode: null}),
  );
  const state = exampleState(wide, [socket('tcp LISTEN 0.0.0.0:80', owner('/usr/sbin/nginx')), ...waiting]);
  assert.match(header(state)[2] ?? '', /^owners known 1 of 1 · 2 not accepted yet · 0 loopback hidden/);
  const typeFilter = header({...state, size: {columns: 24, rows: 24}})[2] ?? '';
  assert.match(typeFilter, /^owners/);
  assert.ok(typeFilter.length <= 24);
});

test('accepted sockets are counted where there is a baseline, and differences from it where there are any', () => {
  const {list: read} = list;
  assert.ok(read);
  const totals = (acceptances: Partial<typeof read.summary.acceptances>, columns = 200, baseline = baselineOf()) => {
    const standings = {...read.summary.standings, accepted: acceptances.accepted ?? 0};
    const summary = {...read.summary, standings, acceptances: {...read.summary.acceptances, ...acceptances}};
    const state = {...list, size: {columns, rows: 24}, list: {...read, summary}};
    const compared = {...state, list: {...state.list, snapshot: {...read.snapshot, baseline}}};
    return header(compared)[1] ?? '';
  };
  assert.doesNotMatch(header(list)[1] ?? '', /accepted|Δ/);
  assert.match(totals({}), /✓ 15 explained {2}= 0 accepted {2}\? 10 learn {2}! 3 suspect · 11 exposed/);
  assert.match(totals({accepted: 8, drifted: 2, new: 1}), /= 8 accepted .* · Δ 2 drifted, 1 new to the baseline · /);
  assert.match(totals({drifted: 2}), / · Δ 2 drifted · /);
  assert.match(totals({new: 1}), / · Δ 1 new to the baseline · /);
  assert.match(totals({new: 1, drifted: 2}, 80), / Δ 2 drifted, 1 new/);
  assert.match(totals({new: 1, drifted: 2}, 40), / Δ 3/);
});

test('a baseline that was not read is in the header, with the reason where there is room, and never left out', () => {
  const text = trusted('the baseline was not read: /etc/portwatch/baseline.toml, line 7: port is no number');
  const problems = [...exampleSnapshot.problems, {kind: 'baseline', count: 1, text}];
  const broken = play(list, {type: 'polled', snapshot: {...exampleSnapshot, problems}});
  const third = (columns: number): string => header({...broken, size: {columns, rows: 24}})[2] ?? '';
  assert.ok(third(250).includes(` · ${text}`), third(250));
  assert.match(third(80), / · baseline not read, see \?/);
  assert.match(third(50), /baseline/);
});

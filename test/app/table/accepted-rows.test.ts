import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isAlike} from '../../../source/app/table/alike.ts';
import {standingText, whyText} from '../../../source/app/table/cells.ts';
import {compareRows, groupRows, usualOrderNumber} from '../../../source/app/table/group-rows.ts';
import {groupingOf} from '../../../source/app/table/groupings.ts';
import {sortRows} from '../../../source/app/table/sort.ts';
import {type Mark, shownMarkOf} from '../../../source/app/table/track-changes.ts';
import type {Acceptance} from '../../../source/domain/baseline.ts';
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {differsFromBaseline} from '../../../source/judge/baseline/standing.ts';
import {rowLine, undecorated} from '../../../source/screens/list/rows.ts';
import {asciiSymbols, unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {acceptanceOf, acceptedAs, conversationBlock, listenerBlock} from '../../helpers/acceptance.ts';
import {assessAllNow, assessedRow, nameOf, owner, socket} from '../../helpers/build.ts';
import {cellOptionsOf} from '../../helpers/example-host.ts';

/** How the list treats rows that are accepted, drifted, or new to the baseline. */

const accepted = acceptanceOf('accepted');
const learn = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/portainer')));
const suspect = assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc')));
const explained = assessedRow(socket('tcp LISTEN 127.0.0.1:631', owner('/usr/sbin/cupsd')));
const rows = [
  acceptedAs(suspect, accepted),
  explained,
  learn,
  acceptedAs(explained, accepted),
  acceptedAs(learn, accepted),
  suspect,
];

test('an accepted row is so named in place of learn and suspect, an explained row stays explained', () => {
  const texts = rows.map(row => standingText(row, 11, unicodeSymbols));
  assert.deepEqual(texts, ['= accepted', '✓ explained', '? learn', '✓ explained', '= accepted', '! suspect']);
  assert.deepEqual(
    rows.map(row => standingText(row, 1, asciiSymbols)),
    ['=', '+', '?', '+', '=', '!'],
  );
});

test('sorted by verdict, accepted rows come after learn and before explained ones, in every way of sorting', () => {
  const words = (sorted: readonly AssessedSocket[]) => sorted.map(row => standingText(row, 1, unicodeSymbols)).join('');
  const column = {column: 'verdict', reversed: false};
  const expected = '!?==✓✓';
  assert.equal(words(finish(sortRows(rows, null, cellOptionsOf()))), expected);
  assert.equal(words(finish(sortRows(rows, column, cellOptionsOf()))), expected);
  assert.equal(words([...rows].sort(compareRows)), expected);
  assert.equal(words([...rows].sort((a, b) => usualOrderNumber(a) - usualOrderNumber(b))), expected);
});

test('grouped by verdict, accepted rows are a group of their own, and counted apart in any group', () => {
  const groups = finish(groupRows(rows, groupingOf('verdict')));
  assert.deepEqual(
    groups.map(({id, rows: {length}}) => `${id} ${length}`),
    ['SUSPECT 1', 'LEARN 1', 'ACCEPTED 2', 'EXPLAINED 2'],
  );
  const [listening] = finish(groupRows(rows, groupingOf('state')));
  assert.deepEqual(listening?.counts, {explained: 2, accepted: 2, learn: 1, suspect: 1});
});

test('the reason of an accepted row is its note; of one without a note, and of any other row, that of its rule', () => {
  const noted = listenerBlock(8443, {note: trusted('portainer, ticket 4711')});
  assert.equal(whyText(acceptedAs(learn, {...accepted, block: noted})), 'portainer, ticket 4711');
  const inbound = {...accepted, block: noted, isInbound: true};
  for (const acceptance of [accepted, inbound, acceptanceOf('drifted', {block: noted}), acceptanceOf('new'), null]) {
    assert.equal(whyText(acceptedAs(learn, acceptance)), learn.assessment.why);
  }
  assert.equal(whyText(acceptedAs(explained, {...accepted, block: noted})), explained.assessment.why);
});

test('a row that differs from the baseline keeps its mark until it closes, whatever the last refresh changed', () => {
  const marks: readonly Mark[] = [null, 'new', 'changed', 'closed'];
  const shown = (acceptance: Acceptance | null) => marks.map(mark => shownMarkOf(acceptedAs(learn, acceptance), mark));
  for (const state of ['drifted', 'new'] as const) {
    assert.deepEqual(shown(acceptanceOf(state)), ['drift', 'drift', 'drift', 'closed'], state);
    assert.ok(differsFromBaseline(acceptedAs(learn, acceptanceOf(state))));
  }
  assert.deepEqual(shown(accepted), marks);
  assert.deepEqual(shown(null), marks);
});

test('the mark of a difference is drawn, in ASCII too', () => {
  const drawn = (symbols: typeof unicodeSymbols) =>
    rowLine(acceptedAs(learn, acceptanceOf('new')), [], cellOptionsOf({symbols}), undecorated).spans.at(1)?.text;
  assert.deepEqual([drawn(unicodeSymbols), drawn(asciiSymbols)], ['Δ', 'd']);
});

/** The number of sockets on each line of a compact list, of alike connections with these acceptances. */
function foldedWith(...acceptances: readonly (Acceptance | null)[]): readonly number[] {
  const node = owner('/usr/bin/node');
  const sockets = acceptances.map((_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:${50_000 + index} 10.0.0.9:5432`, node),
  );
  const connections = assessAllNow(sockets, nameOf).rows.map((row, index) =>
    acceptedAs(row, acceptances[index] ?? null),
  );
  const [group] = finish(groupRows(connections, groupingOf('state'), {isCompact: true}));
  return (group?.lines ?? []).map(line => (isAlike(line) ? line.rows.length : 1));
}

test('rows that stand differently to the baseline, or to different blocks, never share a line', () => {
  const block = conversationBlock();
  const same = acceptanceOf('accepted', {block});
  const others = [
    null,
    acceptanceOf('new'),
    acceptanceOf('drifted', {block}),
    acceptanceOf('accepted', {block: {...conversationBlock(), lines: {first: 20, last: 24}}}),
    acceptanceOf('accepted', {block, isInbound: true}),
  ];
  assert.deepEqual(foldedWith(same, same, {...same}), [3], 'alike ones do');
  for (const other of others) assert.deepEqual(foldedWith(same, same, other), [2, 1], JSON.stringify(other));
});

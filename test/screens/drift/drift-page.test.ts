import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {State} from '../../../source/app/state/state.ts';
import type {PlacedBlock} from '../../../source/domain/baseline.ts';
import {lineText} from '../../../source/domain/line.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {driftPageLines, driftTitle} from '../../../source/screens/drift/drift-page.ts';
import {lineWidth} from '../../../source/screens/text/parts.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {owner, socket} from '../../helpers/build.ts';
import {exampleBaseline} from '../../helpers/example-baseline.ts';
import {exampleSnapshot, exampleState, play} from '../../helpers/example-host.ts';
import {press} from '../../helpers/listing.ts';

const wide = {columns: 120, rows: 40};
const shop = socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/shop'));
const accepted = listenerBlock(8443, {exe: trusted('/usr/bin/shop')});

const polled = (sockets: readonly Socket[], changes: Partial<Snapshot>): State =>
  play(exampleState(wide, sockets), {type: 'polled', snapshot: {...exampleSnapshot, ...changes, sockets}});
const comparedWith = (sockets: readonly Socket[], ...blocks: readonly PlacedBlock[]): State =>
  polled(sockets, {baseline: baselineOf(...blocks)});

function page({list, settings}: State, cells = 120) {
  assert.ok(list);
  const lines = driftPageLines(list, cells, settings);
  for (const line of lines) assert.ok(lineWidth(line) <= cells, lineText(line));
  return lines;
}
const texts = (state: State, cells?: number): readonly string[] =>
  page(state, cells).map(line => lineText(line).trimEnd());

test('each kind of difference is a group of its own, loudest first, and none is empty', () => {
  const state = play(exampleState(wide), {
    type: 'polled',
    snapshot: {...exampleSnapshot, baseline: exampleBaseline},
  });
  const headings = page(state).flatMap(({spans: [first]}) => (/^[A-Z]+ \d/.test(first?.text ?? '') ? first?.text : []));
  assert.deepEqual(headings, ['OWNER 2', 'WIDENED 1', 'UNIT 1', 'NEW 9', 'GONE 1', 'NARROWER 1']);
});

test('a line has the socket, its program, and both sides', () => {
  const changed = {...shop, owner: owner('/usr/bin/nc')};
  const [, line = ''] = texts(comparedWith([changed], accepted));
  assert.match(line, /^ {2}tcp 0\.0\.0\.0:8443 +nc +\/usr\/bin\/shop → \/usr\/bin\/nc/);
});

test('drift is in the tone of a suspect, a note is dim', () => {
  const tones = (state: State) => page(state).map(({spans}) => spans.at(-1)?.tone);
  const changed = {...shop, owner: owner('/usr/bin/nc')};
  assert.equal(tones(comparedWith([changed], accepted))[1], 'suspect');
  const narrower = socket('tcp LISTEN 127.0.0.1:8443', owner('/usr/bin/shop'));
  assert.equal(tones(comparedWith([narrower], accepted))[1], 'dim');
});

test('a filter does not hide a difference', () => {
  const state = comparedWith([shop, socket('tcp LISTEN 0.0.0.0:9000')], accepted);
  const filtered = play(state, {type: 'action', action: 'filter'}, {type: 'typed', text: 'port:1'});
  assert.deepEqual(texts(press(filtered, 'keep-filter')), texts(state));
});

test('where nothing differs, there is no baseline, or it was not read, the page says so', () => {
  assert.deepEqual(texts(comparedWith([shop], accepted)), ['Nothing differs from the 1 block of the baseline.']);
  const none = texts(polled([shop], {}));
  assert.match(none.join(' '), /^A baseline has the sockets .* There is none yet: a on a socket/);
  const state = polled([shop], {});
  const whyNotAccepting = trusted('these sockets are from saved output');
  const saved = texts({...state, settings: {...state.settings, whyNotAccepting}}).join(' ');
  assert.match(saved, /None can be started here: these sockets are from saved output\.$/);
  assert.doesNotMatch(texts({...state, settings: {...state.settings, readOnly: true}}).join(' '), / a on a socket/);
  const text = trusted('the baseline was not read: /etc/portwatch/baseline.toml, line 7');
  assert.deepEqual(texts(polled([shop], {problems: [{kind: 'baseline', count: 1, text}]})), [`${text}.`]);
});

test('the title names the file', () => {
  assert.equal(driftTitle(comparedWith([shop], accepted)), 'differences from /etc/portwatch/baseline.toml');
  assert.equal(driftTitle(polled([shop], {})), 'differences from the baseline');
});

test('a long difference goes on in its column', () => {
  const path = `/opt/${'long/'.repeat(12)}shop`;
  const changed = {...shop, owner: owner(path)};
  const [, first = '', second = ''] = texts(comparedWith([changed], accepted), 80);
  const column = first.indexOf('/usr/bin/shop');
  assert.ok(column > 0);
  assert.equal(second.search(/\S/), column);
});

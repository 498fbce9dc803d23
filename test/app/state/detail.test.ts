import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {pageFrame} from '../../../source/app/state/frame.ts';
import type {Detail} from '../../../source/app/state/modes.ts';
import {preparePoll} from '../../../source/app/state/prepare-poll.ts';
import {firstLine} from '../../../source/app/state/scroll.ts';
import type {State} from '../../../source/app/state/state.ts';
import {detailOf, update as updateState} from '../../../source/app/state/update.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';
import {measurePage} from '../../../source/screens/page.ts';
import {owner, socket} from '../../helpers/build.ts';
import {act, exampleSnapshot, play, update} from '../../helpers/example-host.ts';
import {inspection} from '../../helpers/example-inspection.ts';
import {cursorOf, key, listOf, poll, press} from '../../helpers/listing.ts';

const sockets: readonly Socket[] = [80, 443, 2001, 2002].map(port => socket(key(port), owner('/usr/bin/x')));
const list = listOf(sockets);
const opened = press(list, 'next', 'open');
const at = exampleSnapshot.takenAt + 2000;

function detail(state: State): Detail {
  const found = detailOf(state.mode);
  assert.ok(found, 'a detail is open');
  return found;
}

/** The first line that the screen shows. */
const topOf = (state: State): number => firstLine(detail(state).scroll, measurePage(state), pageFrame(state.size).body);

const changed = (port: number, changes: Partial<Socket>): readonly Socket[] =>
  sockets.map(each => (each.key === key(port) ? {...each, ...changes} : each));

test('a row opens with an inspection of its socket; a heading opens nothing', () => {
  const [state, effects] = act(press(list, 'next'), 'open');
  assert.equal(detail(state).key, key(443));
  assert.deepEqual(effects, [{type: 'inspect', socket: sockets[1]}]);
  assert.equal(press(list, 'first', 'lsof').mode.at, 'list');
});

test('closing the detail ends the inspection and leaves the list unchanged', () => {
  for (const action of ['back', 'escape'] as const) {
    const [state, effects] = act(opened, action);
    assert.deepEqual(effects, [{type: 'stop-inspecting'}]);
    assert.equal(state.mode.at, 'list');
    assert.equal(cursorOf(state), key(443));
  }
});

test('another state of the socket is shown, and inspected again', () => {
  const snapshot = {...exampleSnapshot, takenAt: at, sockets: changed(443, {state: 'TIME_WAIT'})};
  const [state, effects] = update(opened, {type: 'polled', snapshot});
  assert.equal(detail(state).row.socket.state, 'TIME_WAIT');
  assert.deepEqual(effects, [{type: 'inspect', socket: snapshot.sockets[1]}]);
});

test('another owner is inspected again; changed counters are only shown', () => {
  const inspectedAfter = (all: readonly Socket[]) =>
    update(opened, {type: 'polled', snapshot: {...exampleSnapshot, sockets: all}});
  assert.equal(inspectedAfter(changed(443, {owner: owner('/usr/bin/y')}))[1].length, 1);
  const [state, effects] = inspectedAfter(changed(443, {recvQueue: 7}));
  assert.deepEqual(effects, []);
  assert.equal(detail(state).row.socket.recvQueue, 7);
});

test('a closed socket is shown with its last facts and the time of the first poll that did not find it', () => {
  const closed = poll(opened, sockets.slice(2), at);
  const later = poll(closed, sockets.slice(2), at + 2000);
  assert.equal(detail(later).closedAt, at);
  assert.equal(detail(later).row.socket.key, key(443));
  assert.equal(detail(poll(later, sockets, at + 4000)).closedAt, null, 'until a poll finds it again');
});

test('a refresh inspects again, except for a closed socket', () => {
  assert.deepEqual(
    act(opened, 'refresh')[1].map(({type}) => type),
    ['poll', 'inspect'],
  );
  assert.deepEqual(
    act(poll(opened, []), 'refresh')[1].map(({type}) => type),
    ['poll'],
  );
});

test('polls still update the detail of a socket that the list hides', () => {
  const local = listOf([socket('tcp LISTEN 127.0.0.1:25')]);
  const hidden = press({...press(local, 'open'), typeFilter: {...local.typeFilter, hideLoopback: true}});
  assert.equal(detail(poll(hidden, [socket('tcp LISTEN 127.0.0.1:25')])).closedAt, null);
});

test('the result of an inspection is taken, unless it is of another socket', () => {
  const taken = play(opened, {type: 'inspected', inspection: inspection({socketKey: key(443)})});
  assert.equal(detail(taken).inspection?.socketKey, key(443));
  const other = play(opened, {type: 'inspected', inspection: inspection({socketKey: key(80)})});
  assert.equal(detail(other).inspection, null);
  const closed = play(list, {type: 'inspected', inspection: inspection({socketKey: key(80)})});
  assert.equal(closed.mode.at, 'list');
});

test('where lsof and the kernel disagree, detail and list are suspect until the socket closes', () => {
  const crossCheck = {id: 'cross-check', result: 'fail', detail: trusted('lsof names another')} as const;
  const disagreeing = play(opened, {type: 'inspected', inspection: inspection({socketKey: key(443), crossCheck})});
  const verdictIn = (state: State) =>
    state.list?.ordered.find(row => row.socket.key === key(443))?.assessment.verdict ?? null;
  assert.equal(detail(disagreeing).row.assessment.verdict, 'suspect');
  assert.notEqual(detail(opened).row.assessment.verdict, 'suspect');
  const left = press(disagreeing, 'back');
  assert.equal(verdictIn(poll(left, sockets, at)), 'suspect');
  assert.equal(detail(press(poll(left, sockets, at), 'open')).row.assessment.verdict, 'suspect');
  const closed = poll(left, sockets.slice(2), at);
  assert.equal(closed.crossChecks.size, 0);
});

test('a cross-check that comes in while a poll is prepared stays in the detail', () => {
  const crossCheck = {id: 'cross-check', result: 'fail', detail: trusted('lsof names another')} as const;
  const prepared = finish(preparePoll(() => opened, {...exampleSnapshot, takenAt: at, sockets}));
  const found = play(opened, {type: 'inspected', inspection: inspection({socketKey: key(443), crossCheck})});
  const [after] = updateState(found, {type: 'polled', poll: prepared}, measurePage);
  assert.equal(detail(after).row.assessment.verdict, 'suspect');
});

test('[ and ] open the neighbours, pass over headings and end with the list; the cursor goes along', () => {
  const next = press(opened, 'next-socket');
  assert.equal(detail(next).key, key(2001));
  assert.equal(cursorOf(next), key(2001));
  assert.equal(detail(press(next, 'next-socket', 'next-socket')).key, key(2002));
  assert.equal(detail(press(next, 'previous-socket', 'previous-socket', 'previous-socket')).key, key(80));
  assert.deepEqual(act(opened, 'next-socket')[1], [{type: 'inspect', socket: sockets[2]}]);
});

test('opened at lsof, the section stays at the top while the sections above it grow', () => {
  const anchored = press({...list, size: {columns: 80, rows: 10}}, 'next', 'lsof');
  const lsofOf = (state: State): number => measurePage(state).tops.lsof;
  assert.equal(topOf(anchored), lsofOf(anchored));
  const grown = play(anchored, {
    type: 'inspected',
    inspection: inspection({socketKey: key(443), processes: inspection().processes.map(each => ({...each, pid: 812}))}),
  });
  assert.ok(lsofOf(grown) > lsofOf(anchored));
  assert.equal(topOf(grown), lsofOf(grown));
  assert.equal(detail(press(grown, 'next-socket')).scroll, 'lsof', 'the next socket opens at lsof too');
  assert.equal(detail(press(grown, 'next')).scroll, lsofOf(grown) + 1, 'scrolling lets go of the section');
  assert.equal(detail(press(grown, 'first', 'lsof')).scroll, 'lsof');
});

test('the detail scrolls between its first and its last line', () => {
  const small = {...opened, size: {columns: 80, rows: 10}};
  const last = measurePage(small).height - pageFrame(small.size).body;
  const scrollAfter = (...actions: Action[]): number => topOf(press(small, ...actions));
  assert.equal(scrollAfter('previous'), 0);
  assert.equal(scrollAfter('next', 'next'), 2);
  assert.equal(scrollAfter('last'), last);
  assert.equal(scrollAfter('last', 'page-down'), last);
  assert.equal(scrollAfter('last', 'page-up'), last - pageFrame(small.size).body + 1);
  const wide = play(press(small, 'last'), {type: 'resized', size: {columns: 80, rows: 200}});
  assert.equal(topOf(wide), 0, 'a text that fits is shown from its start');
});

test('a socket of saved text is not inspected: it is of another time or machine', () => {
  const saved = play(list, {type: 'polled', snapshot: {...exampleSnapshot, source: 'saved', sockets}});
  assert.deepEqual(act(saved, 'open')[1], []);
  assert.deepEqual(
    act(press(saved, 'open'), 'refresh')[1].map(({type}) => type),
    ['poll'],
  );
});

test('a connection shows its traffic; a listener has none', () => {
  const counting = (text: string, bytesReceived: number): Socket =>
    socket(text, owner('/usr/bin/x'), {tcp: {rttMs: 1, retransmits: 0, bytesSent: 0, bytesReceived}, inode: 5});
  for (const [text, isTold] of [
    ['tcp LISTEN 0.0.0.0:80', false],
    ['tcp ESTABLISHED 10.0.0.5:80 10.0.0.6:5000', true],
  ] as const) {
    let state = press(listOf([counting(text, 0)]), 'open');
    for (const poll of [1, 2]) {
      const snapshot = {...exampleSnapshot, takenAt: at + 2000 * poll, sockets: [counting(text, 4000 * poll)]};
      state = play(state, {type: 'polled', snapshot});
    }
    assert.equal(detail(state).rates.length > 0, isTold, text);
  }
});

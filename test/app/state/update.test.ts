import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pageFrame} from '../../../source/app/state/frame.ts';
import type {HelpMode} from '../../../source/app/state/modes.ts';
import {firstLine} from '../../../source/app/state/scroll.ts';
import type {Size, State} from '../../../source/app/state/state.ts';
import {trusted} from '../../../source/domain/text.ts';
import {measurePage} from '../../../source/screens/page.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {socket} from '../../helpers/build.ts';
import {act, exampleLoad, exampleSnapshot, exampleState, play, update} from '../../helpers/example-host.ts';
import {inspection} from '../../helpers/example-inspection.ts';
import {key, poll, press} from '../../helpers/listing.ts';

const size: Size = {columns: 80, rows: 24};
/** After a first key: it is part of the state when that was. */
const list = press(exampleState(size), 'redraw');
const at = exampleSnapshot.takenAt;
const failed = play(list, {type: 'poll-failed', message: trusted('no'), at: at + 4000});

function helpOf({mode}: State): HelpMode {
  assert.ok(mode.at === 'help');
  return mode;
}

test('a failed poll is kept beside the rows of the last good poll; the next good poll clears it', () => {
  assert.deepEqual(failed.failure, {message: 'no', at: at + 4000});
  assert.equal(failed.list, list.list);
  assert.equal(failed.now, at + 4000);
  const good = poll(failed, [socket(key(80))]);
  assert.equal(good.failure, null);
  assert.equal(good.list?.summary.sockets, 1);
});

test('a first poll that failed leaves no rows', () => {
  const state = play({...list, list: null, cursor: null}, {type: 'poll-failed', message: trusted('no'), at});
  assert.equal(state.list, null);
  assert.notEqual(state.failure, null);
});

test('the time of a poll is the time of its end', () => {
  assert.equal(poll(list, [], at + 2000).now, at + 2000 + exampleSnapshot.took);
});

test('pausing stops the polls and stores the time; a poll under way is still taken; pausing again resumes', () => {
  const [paused, effects] = act(list, 'pause');
  assert.equal(paused.pausedAt, list.now);
  assert.deepEqual(effects, [{type: 'set-paused', paused: true}]);
  const late = poll(paused, [socket(key(80))]);
  assert.equal(late.list?.summary.sockets, 1);
  assert.equal(late.pausedAt, list.now);
  const [resumed, again] = act(late, 'pause');
  assert.equal(resumed.pausedAt, null);
  assert.deepEqual(again, [{type: 'set-paused', paused: false}]);
});

test('time, name of the system and load are taken from their events', () => {
  const state = play(
    list,
    {type: 'ticked', now: at + 9000},
    {type: 'os-named', name: trusted('Debian')},
    {type: 'host-load-read', load: exampleLoad},
  );
  assert.deepEqual([state.now, state.osName, state.load], [at + 9000, 'Debian', exampleLoad]);
  assert.equal(state.list, list.list);
});

for (const action of ['quit', 'suspend', 'redraw'] as const) {
  test(`${action} is the same on every screen: an effect, and nothing else`, () => {
    for (const state of [list, press(list, 'open'), press(list, 'help')]) {
      assert.deepEqual(act(state, action), [state, [{type: action}]]);
    }
  });
}

test('in the list Esc and back do nothing, and r polls', () => {
  assert.deepEqual(act(list, 'escape'), [list, []]);
  assert.deepEqual(act(list, 'refresh'), [list, [{type: 'poll'}]]);
});

test('help opens over the list or a detail, and closing it leads back there', () => {
  for (const state of [list, press(list, 'open')]) {
    const help = press(state, 'help');
    assert.equal(help.mode.at, 'help');
    assert.deepEqual(act(help, 'back'), [state, []]);
    assert.deepEqual(act(help, 'escape'), [state, []]);
    assert.deepEqual(act(help, 'help'), [help, []]);
  }
});

test('polls and inspections still update a detail below the help', () => {
  const help = press(list, 'open', 'help');
  const opened = inspection({socketKey: 'tcp LISTEN [::]:22'});
  const after = press(poll(play(help, {type: 'inspected', inspection: opened}), [], at + 2000), 'back');
  assert.ok(after.mode.at === 'detail');
  assert.equal(after.mode.closedAt, at + 2000);
  assert.equal(after.mode.inspection, opened);
});

test('help scrolls between its first and its last line, and never past it when the terminal grows', () => {
  const help = press(exampleState({columns: 80, rows: 10}), 'help');
  const scrollAfter = (state: State): number =>
    firstLine(helpOf(state).scroll, measurePage(state), pageFrame(state.size).body);
  assert.equal(scrollAfter(press(help, 'next', 'next', 'previous')), 1);
  assert.equal(scrollAfter(press(help, 'previous')), 0);
  const end = press(help, 'last');
  assert.equal(scrollAfter(end), measurePage(end).height - 8);
  assert.equal(scrollAfter(play(end, {type: 'resized', size: {columns: 80, rows: 200}})), 0);
  assert.equal(scrollAfter(press(help, 'open')), 0, 'other keys do not scroll');
});

const sizes: readonly Size[] = [
  {columns: 1, rows: 1},
  {columns: 1, rows: 200},
  {columns: 200, rows: 1},
  {columns: 2, rows: 2},
];

for (const tiny of sizes) {
  test(`a terminal of ${tiny.columns}x${tiny.rows} breaks nothing`, () => {
    for (const state of [list, press(list, 'open'), press(list, 'help'), failed, press(list, 'last', 'fold-all')]) {
      const [resized, effects] = update(state, {type: 'resized', size: tiny});
      assert.deepEqual(effects, []);
      const {above, body, below} = toScreen(press(resized, 'next', 'page-down', 'half-up', 'last', 'first'));
      assert.equal(above.length + body.height + below.length, tiny.rows);
    }
  });
}

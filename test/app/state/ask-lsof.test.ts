import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {trusted} from '../../../source/domain/text.ts';
import {owner, socket} from '../../helpers/build.ts';
import {act, exampleSnapshot, play, update} from '../../helpers/example-host.ts';
import {key, listOf, press} from '../../helpers/listing.ts';

const sockets = [80, 443].map(port => socket(key(port), owner('/usr/bin/x')));
const list = listOf(sockets);
const open = press(list, 'open');

test("lsof's output is shown for the row under the cursor and for the open socket, and for none of saved text", () => {
  for (const state of [list, open]) {
    const [asking, effects] = act(state, 'page-lsof');
    assert.deepEqual(effects, [{type: 'page-lsof', socket: sockets[0]}]);
    assert.deepEqual(asking, {...state, asksLsof: true, notice: 'lsof is running: Esc stops it'});
  }
  const saved = play(list, {type: 'polled', snapshot: {...exampleSnapshot, source: 'saved', sockets}});
  for (const state of [saved, press(saved, 'open')]) assert.deepEqual(act(state, 'page-lsof'), [state, []]);
});

test('a key while lsof runs stops it, and acts as ever; Esc does nothing else', () => {
  const cases: readonly (readonly [Action, typeof list, string, readonly string[]])[] = [
    ['next', list, 'list', []],
    ['quit', list, 'list', ['quit']],
    ['open', list, 'detail', ['inspect']],
    ['filter', list, 'filter', []],
    ['escape', list, 'list', []],
    ['escape', open, 'detail', []],
    ['back', open, 'list', ['stop-inspecting']],
    ['page-lsof', open, 'detail', ['page-lsof']],
  ];
  for (const [action, before, mode, more] of cases) {
    const [state, effects] = act(press(before, 'page-lsof'), action);
    assert.deepEqual(
      effects.map(({type}) => type),
      ['stop-paging', ...more],
      action,
    );
    assert.equal(state.mode.at, mode, action);
    const isAskedAgain = action === 'page-lsof';
    assert.equal(state.notice, isAskedAgain ? 'lsof is running: Esc stops it' : 'lsof was stopped');
    assert.equal(state.asksLsof, isAskedAgain);
  }
});

test('after the pager keys stop nothing, and a notice that came meanwhile stays', () => {
  const asking = press(list, 'page-lsof');
  const [ended] = update(asking, {type: 'paged', notice: null});
  assert.deepEqual([ended.asksLsof, ended.notice], [false, null]);
  assert.deepEqual(act(ended, 'next')[1], []);
  const [noPager] = update(asking, {type: 'paged', notice: trusted('no pager')});
  assert.equal(noPager.notice, 'no pager');
  const told = play(asking, {type: 'notified', notice: trusted('wrote a file')}, {type: 'paged', notice: null});
  assert.equal(told.notice, 'wrote a file');
});

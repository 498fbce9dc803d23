import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action, Mode} from '../../source/keys/action.ts';
import {actionOf, bindings, bindingsOf} from '../../source/keys/bindings.ts';
import {writeKey} from '../../source/keys/names.ts';
import {act} from '../../source/state/act.ts';
import {exampleState, play} from '../helpers/example-host.ts';

const modes: readonly Mode[] = ['list', 'detail', 'help'];

for (const mode of modes) {
  test(`no key means two things in the ${mode}`, () => {
    const keys = bindingsOf(mode).flatMap(each => each.keys);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  test(`the hints of the ${mode} have ranks of their own, so that they go one by one`, () => {
    const ranks = bindingsOf(mode).flatMap(({hint}) => hint?.rank ?? []);
    assert.equal(new Set(ranks).size, ranks.length);
  });
}

test('every binding has a key, a screen and words', () => {
  for (const {keys, modes: of, help, hint} of bindings) {
    assert.ok(keys.length > 0 && of.length > 0);
    assert.notEqual(help.trim(), '');
    assert.notEqual(hint?.text.trim(), '');
  }
});

/** What the contract promises of the list, the detail and the help. */
const promised: Readonly<Record<Mode, Readonly<Partial<Record<Action, string>>>>> = {
  list: {
    next: 'j down',
    previous: 'k up',
    'page-down': 'space pagedown ctrl-f',
    'page-up': 'b pageup ctrl-b',
    'half-down': 'ctrl-d',
    'half-up': 'ctrl-u',
    first: 'g home',
    last: 'G end',
    'next-group': 'tab',
    'previous-group': 'shift-tab',
    fold: 'left',
    unfold: 'right',
    'fold-all': '*',
    open: 'enter',
    lsof: 'l',
    loopback: 'L',
    pause: 'p',
    look: 'r',
    redraw: 'ctrl-l',
    help: '? h',
    escape: 'escape',
    quit: 'q ctrl-c',
    suspend: 'ctrl-z',
  },
  detail: {
    next: 'j down',
    previous: 'k up',
    'page-down': 'space pagedown ctrl-f',
    'page-up': 'b pageup ctrl-b',
    'half-down': 'ctrl-d',
    'half-up': 'ctrl-u',
    first: 'g home',
    last: 'G end',
    lsof: 'l',
    'previous-socket': '[',
    'next-socket': ']',
    pause: 'p',
    look: 'r',
    redraw: 'ctrl-l',
    help: '? h',
    escape: 'escape',
    back: 'q',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
  help: {
    next: 'j down',
    previous: 'k up',
    'page-down': 'space pagedown ctrl-f',
    first: 'g home',
    last: 'G end',
    escape: 'escape',
    back: 'q ? h',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
};

for (const mode of modes) {
  for (const [action, keys] of Object.entries(promised[mode])) {
    test(`${keys
      .split(' ')
      .map(key => writeKey(key))
      .join(', ')} in the ${mode}: ${action}`, () => {
      for (const key of keys.split(' ')) assert.equal(actionOf(key, mode), action);
    });
  }
}

test('a key that is not bound does nothing', () => {
  for (const mode of modes) assert.equal(actionOf('ctrl-q', mode), null);
  assert.equal(actionOf('Enter', 'list'), null);
});

const harmless = ['look', 'set-paused', 'inspect', 'stop-inspecting', 'quit'];

test('no lower-case letter destroys anything: what it asks of the world only looks, stops looking or leaves', () => {
  const list = exampleState({columns: 80, rows: 24});
  const states = [list, play(list, {type: 'action', action: 'open'}), play(list, {type: 'action', action: 'help'})];
  for (const state of states) {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      const action = actionOf(letter, state.mode.at);
      if (!action) continue;
      const [after, effects] = act(state, action);
      for (const {type} of effects) assert.ok(harmless.includes(type), `${letter} asks for ${type}`);
      assert.equal(after.look, state.look, letter);
    }
  }
});

test('keys are written for the reader, in ASCII where that is asked for', () => {
  const written = ['j', 'down', 'pagedown', 'ctrl-f', 'shift-tab', 'escape', '?'].map(key => writeKey(key));
  assert.deepEqual(written, ['j', '↓', 'PgDn', 'Ctrl-F', 'Shift-Tab', 'Esc', '?']);
  for (const {keys} of bindings) for (const key of keys) assert.match(writeKey(key, true), /^[!-~]+$/);
});

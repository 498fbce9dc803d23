import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Mode} from '../../../source/app/keys/binding.ts';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {actionOf, bindings, bindingsOf, isTyped} from '../../../source/app/keys/bindings.ts';
import {writeKey} from '../../../source/app/keys/write-key.ts';
import {triedKeys} from '../../e2e/keys/stages.ts';
import {act, exampleState, play} from '../../helpers/example-host.ts';

const modes: readonly Mode[] = ['list', 'detail', 'help', 'closed', 'drift', 'filter', 'export', 'accept', 'confirm'];

for (const mode of modes) {
  test(`no key has two actions in the ${mode}`, () => {
    const keys = bindingsOf(mode).flatMap(each => each.keys);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  test(`every hint of the ${mode} has its own rank, so hints are left out one by one`, () => {
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

/** What the contract promises of each screen. */
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
    filter: '/',
    'next-unexplained': 'n',
    'previous-unexplained': 'N',
    'next-sort': 's >',
    'previous-sort': '<',
    'reverse-sort': 'S',
    compact: 'c',
    regroup: 'v',
    'regroup-back': 'V',
    tcp: 't',
    udp: 'u',
    'service-names': 'P',
    closed: 'H',
    accept: 'a',
    'accept-all': 'A',
    drift: 'D',
    copy: 'y',
    export: 'x',
    pause: 'p',
    refresh: 'r',
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
    accept: 'a',
    copy: 'y',
    'previous-socket': '[',
    'next-socket': ']',
    pause: 'p',
    refresh: 'r',
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
  closed: {
    next: 'j down',
    previous: 'k up',
    'page-down': 'space pagedown ctrl-f',
    'page-up': 'b pageup ctrl-b',
    first: 'g home',
    last: 'G end',
    help: '? h',
    escape: 'escape',
    back: 'q',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
  drift: {
    next: 'j down',
    previous: 'k up',
    'page-down': 'space pagedown ctrl-f',
    'page-up': 'b pageup ctrl-b',
    first: 'g home',
    last: 'G end',
    help: '? h',
    escape: 'escape',
    back: 'q',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
  accept: {
    'keep-note': 'enter',
    'erase-character': 'backspace delete',
    'erase-word': 'ctrl-w',
    'erase-line': 'ctrl-u',
    'caret-left': 'left ctrl-b',
    'caret-right': 'right ctrl-f',
    'caret-start': 'home ctrl-a',
    'caret-end': 'end ctrl-e',
    escape: 'escape',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
  filter: {
    'keep-filter': 'enter',
    complete: 'tab',
    next: 'down',
    previous: 'up',
    'erase-character': 'backspace delete',
    'erase-word': 'ctrl-w',
    'erase-line': 'ctrl-u',
    'caret-left': 'left ctrl-b',
    'caret-right': 'right ctrl-f',
    'caret-start': 'home ctrl-a',
    'caret-end': 'end ctrl-e',
    escape: 'escape',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
  confirm: {
    confirm: 'enter',
    'erase-character': 'backspace delete',
    escape: 'escape',
    quit: 'ctrl-c',
    suspend: 'ctrl-z',
  },
  export: {'export-json': 'j', 'export-csv': 'c', escape: 'escape q', quit: 'ctrl-c', suspend: 'ctrl-z'},
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

test('in a prompt every character is text, and no other key is', () => {
  for (const character of ['q', '?', '/', 'j', '*', 'space', '東', '🎉']) {
    for (const mode of modes) {
      const isPrompt = mode === 'filter' || mode === 'accept' || mode === 'confirm';
      assert.equal(isTyped(character, mode), isPrompt, `${character} in the ${mode}`);
      if (isPrompt) assert.equal(actionOf(character, mode), null, `${character} in the ${mode}`);
    }
  }
  for (const key of ['enter', 'ctrl-a', 'alt-x', 'shift-tab']) assert.equal(isTyped(key, 'filter'), false, key);
});

/** Writing never overwrites. */
const harmless = [
  'poll',
  'set-paused',
  'inspect',
  'stop-inspecting',
  'copy',
  'export',
  'find-names',
  'page-lsof',
  'quit',
];

test('no lower-case letter destroys anything: its effects only read, copy, write a new file or quit', () => {
  const list = exampleState({columns: 80, rows: 24});
  const opened = (['open', 'help', 'closed', 'export'] as const).map(action => play(list, {type: 'action', action}));
  const states = [list, ...opened];
  for (const state of states) {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      const action = actionOf(letter, state.mode.at);
      if (!action) continue;
      const [after, effects] = act(state, action);
      for (const {type} of effects) assert.ok(harmless.includes(type), `${letter} asks for ${type}`);
      assert.equal(after.list?.assessed, state.list?.assessed, letter);
    }
  }
});

test('keys have a written form, in ASCII with --ascii', () => {
  const written = ['j', 'down', 'pagedown', 'ctrl-f', 'shift-tab', 'escape', '?'].map(key => writeKey(key));
  assert.deepEqual(written, ['j', '↓', 'PgDn', 'Ctrl-F', 'Shift-Tab', 'Esc', '?']);
  for (const {keys} of bindings) for (const key of keys) assert.match(writeKey(key, true), /^[!-~]+$/);
});

test('every key of every screen is pressed on the built program, and no other (test/e2e/keys)', () => {
  const bound = bindings.flatMap(({keys, modes: of}) => of.flatMap(mode => keys.map(key => `${mode} ${key}`)));
  assert.deepEqual([...triedKeys].sort(), bound.sort());
});

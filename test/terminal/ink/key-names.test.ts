import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Key} from 'ink';
import {bindings} from '../../../source/app/keys/bindings.ts';
import {keyNames} from '../../../source/terminal/ink/key-names.ts';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

const reads: readonly (readonly [input: string, key: Partial<Key>, names: readonly string[]])[] = [
  ['j', {}, ['j']],
  ['G', {shift: true}, ['G']],
  ['jjj', {}, ['j', 'j', 'j']],
  ['j k', {}, ['j', 'space', 'k']],
  ['a\tb', {}, ['a', 'tab', 'b']],
  ['/\r\n', {}, ['/', 'enter', 'enter']],
  ['\x06\x02', {}, ['ctrl-f', 'ctrl-b']],
  ['東j', {}, ['東', 'j']],
  ['', {}, []],
  ['', {upArrow: true}, ['up']],
  ['', {downArrow: true}, ['down']],
  ['', {leftArrow: true}, ['left']],
  ['', {rightArrow: true}, ['right']],
  ['', {rightArrow: true, ctrl: true}, ['ctrl-right']],
  ['', {pageDown: true}, ['pagedown']],
  ['', {pageUp: true}, ['pageup']],
  ['', {home: true}, ['home']],
  ['', {end: true}, ['end']],
  ['', {return: true}, ['enter']],
  ['', {tab: true}, ['tab']],
  ['', {backspace: true}, ['backspace']],
  ['', {delete: true}, ['delete']],
  ['', {tab: true, shift: true}, ['shift-tab']],
  ['', {escape: true}, ['escape']],
  ['', {escape: true, meta: true}, ['escape', 'escape']],
  ['f', {ctrl: true}, ['ctrl-f']],
  ['x', {meta: true}, ['alt-x']],
];

for (const [input, key, names] of reads) {
  const keys = Object.keys(key).map(each => ` with ${each}`);
  test(`a read of ${JSON.stringify(input)}${keys.join(' and')} is ${names.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(keyNames(input, {...none, ...key}), names);
  });
}

test('every key that is bound is one that a terminal can send', () => {
  const sent = new Set(reads.flatMap(([, , names]) => names));
  for (const name of bindings.flatMap(({keys}) => keys)) {
    assert.ok(name.length === 1 || /^ctrl-[a-z]$/.test(name) || sent.has(name), name);
  }
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../../source/app/keys/bindings.ts';
import {completionsOf} from '../../../source/app/state/filter-input.ts';
import type {FilterMode} from '../../../source/app/state/modes.ts';
import type {State} from '../../../source/app/state/state.ts';
import {socket} from '../../helpers/build.ts';
import {exampleSnapshot, play} from '../../helpers/example-host.ts';
import {cursorOf, key, listed, listOf, poll, press} from '../../helpers/listing.ts';

const sockets = [22, 80, 443, 2001, 2002].map(port => socket(key(port)));
const list = listOf(sockets);
const all = listed(list);

/** Types text as single characters; actions stand between angle brackets: `22<erase-character>`. */
function type(state: State, keys: string): State {
  const parts = keys.match(/<[a-z-]+>|./gsu) ?? [];
  return parts.reduce(
    (state, step) =>
      /^<.+>$/.test(step) ? press(state, step.slice(1, -1) as Action) : play(state, {type: 'typed', text: step}),
    state,
  );
}

const typing = (keys: string): State => type(press(list, 'filter'), keys);
const paste = (state: State, text: string): State => play(state, {type: 'typed', text});

function modeOf({mode}: State): FilterMode {
  assert.ok(mode.at === 'filter', `the mode is ${mode.at}`);
  return mode;
}

/** The text with `|` where the caret stands. */
function shown(state: State): string {
  const {text} = state.filter;
  const {caret} = modeOf(state);
  return `${text.slice(0, caret)}¦${text.slice(caret)}`;
}

test('every character filters the list at once', () => {
  assert.deepEqual(listed(typing('2')), ['LISTEN', key(22), 'ESTABLISHED', key(2001), key(2002)]);
  assert.deepEqual(listed(typing('nowhere')), []);
  assert.deepEqual(listed(typing('port:2')), []);
  assert.deepEqual(listed(typing('port:22')), ['LISTEN', key(22)]);
  assert.deepEqual(listed(typing('200')), ['ESTABLISHED', key(2001), key(2002)]);
});

test('the state has the number of rows before and after the filter', () => {
  const {list: shownLook} = typing('rport:5000');
  assert.deepEqual([shownLook?.summary.sockets, shownLook?.countBeforeFilter], [2, 5]);
});

test('an error in the text has a message and a place, and the last good result stays', () => {
  const wrong = typing('port:22 foo:1');
  assert.deepEqual(wrong.filter.error, {message: 'there is no field foo', at: 8});
  assert.equal(wrong.filter.query.text, 'port:22 foo');
  const worse = typing('port:22|');
  assert.deepEqual(listed(worse), ['LISTEN', key(22)]);
  assert.equal(worse.filter.error?.at, 0);
  assert.equal(type(worse, '8080').filter.error, null);
  assert.deepEqual(listed(poll(worse, [...sockets, socket('udp UNCONN 0.0.0.0:22')])).slice(2), [
    'UNCONN',
    'udp UNCONN 0.0.0.0:22',
  ]);
});

test('Enter keeps the filter for the next polls', () => {
  const accepted = typing('port:22<keep-filter>');
  assert.equal(accepted.mode.at, 'list');
  assert.deepEqual(listed(poll(accepted, sockets.toReversed())), ['LISTEN', key(22)]);
  assert.equal(press(accepted, 'filter').filter.text, 'port:22');
  assert.equal(shown(press(accepted, 'filter')), 'port:22¦');
});

test('Enter does nothing on a text with an error: error and last good result stay', () => {
  const wrong = typing('port:22 port:x<keep-filter>');
  assert.equal(wrong.mode.at, 'filter');
  assert.equal(wrong.filter.text, 'port:22 port:x');
  assert.match(wrong.filter.error?.message ?? '', /x is no number/);
  assert.deepEqual(listed(wrong), listed(typing('port:22')));
});

test('a last word that is the name of a field filters only after Enter', () => {
  assert.deepEqual(listed(typing('port')), all);
  assert.notDeepEqual(listed(typing('port<keep-filter>')), all);
  assert.deepEqual(listed(typing('port:22 is')), listed(typing('port:22')));
});

test('Esc restores the filter before; in the list it clears the filter', () => {
  const accepted = typing('port:22<keep-filter>');
  const given = type(press(accepted, 'filter'), '|80 is:<escape>');
  assert.deepEqual([given.filter, given.mode.at], [accepted.filter, 'list']);
  assert.deepEqual(listed(given), listed(accepted));
  const clear = press(given, 'escape');
  assert.deepEqual([clear.filter.text, listed(clear)], ['', all]);
  assert.equal(press(clear, 'escape'), clear, 'then nothing');
});

test('the cursor stays on its socket as long as the filter passes the socket', () => {
  const at = press(list, 'last');
  assert.equal(cursorOf(at), key(2002));
  assert.equal(cursorOf(type(press(at, 'filter'), '2002')), key(2002));
  const filtered = type(press(at, 'filter'), 'port:22');
  assert.equal(cursorOf(filtered), key(22));
  assert.equal(cursorOf(type(filtered, '<next><previous><previous>')), 'LISTEN', 'arrows move while a filter is typed');
  assert.equal(cursorOf(typing('port:1')), null);
});

const edits: readonly (readonly [keys: string, shown: string])[] = [
  ['abc', 'abc¦'],
  ['abc<caret-left><caret-left>X', 'aX¦bc'],
  ['abc<caret-start>X<caret-end>Y', 'XabcY¦'],
  ['abc<caret-right>', 'abc¦'],
  ['abc<caret-start><caret-left><caret-right>', 'a¦bc'],
  ['abc<erase-character>', 'ab¦'],
  ['<erase-character>', '¦'],
  ['abc<caret-left><erase-character>', 'a¦c'],
  ['a🎉<erase-character>', 'a¦'],
  ['a🎉b<caret-left><caret-left>X', 'aX¦🎉b'],
  ['a🎉b<caret-start><caret-right><caret-right>X', 'a🎉X¦b'],
  ['two words  <erase-word>', 'two ¦'],
  ['two words<caret-left><erase-word>', 'two ¦s'],
  ['<erase-word>', '¦'],
  ['two words<caret-left><erase-line>', '¦s'],
  ['po<complete>', 'port:¦'],
  ['!lp<complete>', '!lport:¦'],
  ['-is:ne<complete>', '-is:new¦'],
  ['is:new|cl<complete>', 'is:new|closed¦'],
  ['state:es<complete>', 'state:estab¦'],
  ['rule:ssh-<complete>', 'rule:ssh-se¦'],
  ['rule:ssh-ser<complete>', 'rule:ssh-server¦'],
  ['scope:link<complete>', 'scope:link-local¦'],
  ['xyz<complete>', 'xyz¦'],
  ['port:2<complete>', 'port:2¦'],
  ['nope:2<complete>', 'nope:2¦'],
  ['po b<caret-left><caret-left><complete>', 'port:¦ b'],
];

for (const [keys, expected] of edits) {
  test(`typing ${keys} leaves ${expected}`, () => assert.equal(shown(typing(keys)), expected));
}

test('a word has completions: names of fields, then the words of a field', () => {
  const choices = (keys: string): string => completionsOf(typing(keys), modeOf(typing(keys))).join(' ');
  assert.match(choices(''), /^port: lport: rport: addr: /, `the table of fields begins with others: ${choices('')}`);
  assert.equal(choices('p'), 'port: proto: proc: pid:');
  assert.equal(choices('verdict:'), 'explained learn suspect');
  assert.equal(choices('port:22 verdict:learn|s'), 'suspect');
  assert.equal(choices('port:2'), '');
});

test('pasted text becomes one line without control characters, and does nothing else', () => {
  assert.equal(shown(paste(typing(''), 'port:22\r\nstate:listen\n')), 'port:22 state:listen ¦');
  assert.equal(shown(paste(typing('ab<caret-left>'), '\x1b[31m\x00x\u202ey\x7f')), 'a[31mxy¦b');
  assert.equal(paste(list, 'q').filter.text, '', 'outside of a filter nothing is typed');
});

test('a paste is bounded, and the caret stays in the text', () => {
  const long = paste(typing(''), 'x'.repeat(100_000));
  assert.equal(long.filter.text.length, 500);
  assert.equal(modeOf(long).caret, 500);
  assert.equal(shown(type(long, '<erase-line>')), '¦');
});

test('the age is searched again at every poll, though no socket has changed', () => {
  const wide = play(list, {type: 'resized', size: {columns: 200, rows: 24}});
  const searched = type(press(wide, 'filter'), '"30 s+"<keep-filter>');
  assert.deepEqual(listed(searched), []);
  assert.equal(listed(poll(searched, sockets, exampleSnapshot.takenAt + 31_000)).length, all.length);
});

test('a word searches the columns that the size shows, and another size searches again', () => {
  const wide = play(list, {type: 'resized', size: {columns: 120, rows: 24}});
  const searched = type(press(wide, 'filter'), 'needs<keep-filter>');
  assert.equal(listed(searched).length, all.length);
  const service = type(press(wide, 'filter'), 'https<keep-filter>');
  assert.deepEqual(listed(service), ['LISTEN', key(443)]);
  assert.deepEqual(listed(play(service, {type: 'resized', size: {columns: 60, rows: 24}})), []);
});

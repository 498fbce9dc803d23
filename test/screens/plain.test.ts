import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {State} from '../../source/app/state/state.ts';
import {width} from '../../source/screens/text/fit.ts';
import {exampleBaseline} from '../helpers/example-baseline.ts';
import {exampleSnapshot, exampleSockets, exampleState, play} from '../helpers/example-host.ts';
import {assertPicture} from '../helpers/picture.ts';
import {plainText} from '../helpers/plain-text.ts';

const endless = Number.POSITIVE_INFINITY;

/** As after a single poll on an output of this many columns. */
function once(columns: number, ascii = false): State {
  const state = exampleState({columns, rows: endless}, exampleSockets, ascii);
  return {...state, settings: {...state.settings, interval: null}};
}

for (const columns of [80, 120]) {
  test(`on ${columns} columns the list is text that fits, without a cursor`, () => {
    const text = plainText(once(columns));
    assertPicture(`plain-${columns}`, text);
    for (const line of text.split('\n')) assert.ok(width(line) <= columns, line);
    assert.doesNotMatch(text, /›|\x1b/);
  });
}

test('with an infinite width, every column is as wide as its widest cell, and nothing is cut', () => {
  const text = plainText(once(endless));
  assertPicture('plain', text);
  assert.doesNotMatch(text, /…/);
  assert.match(text, /\[2001:db8:0:1:2:3:4:5\]:5223 .* kernel \(closing\)/s);
});

test('with an infinite width, the title of the sort column is whole too, with its arrow', () => {
  const sorted = plainText({...once(endless), sort: {column: 'proto', reversed: false}});
  assert.match(sorted, / VERDICT +PROT↑ RECV-Q /);
});

test('every socket is on a line of its own, below the heading of its state', () => {
  const lines = plainText(once(endless)).split('\n');
  assert.equal(lines.filter(line => /^ {2}[✓?!] (explained|learn|suspect) /.test(line)).length, exampleSockets.length);
  assert.equal(lines.filter(line => line.startsWith('  ▾ ')).length, 7);
});

test('no line ends in blanks', () => {
  for (const line of plainText(once(endless)).split('\n')) assert.equal(line, line.trimEnd());
});

test('in ASCII there is no other character, whatever the names of programs', () => {
  assert.match(plainText(once(endless, true)), /^[\n -~]*$/);
  assert.match(plainText(once(60, true)), /^[\n -~]*$/);
});

test('loopback that is hidden is left out and counted', () => {
  const text = plainText(play(once(120), {type: 'action', action: 'loopback'}));
  assert.doesNotMatch(text, /127\.0\.0\.1/);
  assert.match(text, /4 loopback hidden(?!, L)/);
});

test('gaps are counted without the key that lists them', () => {
  assert.match(plainText(once(120)), / · 1 gap( in this list)?$/m);
});

test('the filter is named in words, without its key', () => {
  const typed = play(
    once(200),
    {type: 'action', action: 'filter'},
    {type: 'typed', text: 'is:loopback'},
    {type: 'action', action: 'keep-filter'},
  );
  assert.match(plainText(typed), / · filter is:loopback keeps \d+ of 28 · /);
});

test('accepted sockets, and those that differ from the baseline, are shown as on the screen', () => {
  for (const ascii of [false, true]) {
    const state = play(once(120, ascii), {type: 'polled', snapshot: {...exampleSnapshot, baseline: exampleBaseline}});
    const text = plainText(state);
    assertPicture(`plain-baseline${ascii ? '-ascii' : ''}`, text);
    assert.match(text, ascii ? /^ d! suspect {3}tcp {2}0\.0\.0\.0:22 /m : /^ Δ! suspect {3}tcp {2}0\.0\.0\.0:22 /m);
    assert.match(text, /^ {2}= accepted {2}tcp {2}0\.0\.0\.0:8080 .* shop, ticket 4711$/m);
  }
});

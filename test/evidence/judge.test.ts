import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Row} from './judge/document.ts';
import {judge, rowsOf} from './judge/judge.ts';
import {scoreOf} from './judge/score.ts';
import {addressesOf, procHex} from './stage/addresses.ts';
import type {Variant} from './stage/variant.ts';

const variant: Variant = {id: 'x', kind: 1, does: '', start: '', signs: ['owner-shell', 'irc-connection']};
const {here, there} = addressesOf(0);

type Given = Partial<Row['assessment']> & {readonly fails?: string; readonly direction?: string};

const row = ({fails, direction = 'outbound', ...assessment}: Given): Row => ({
  key: 'tcp4 cookie 1',
  protocol: 'tcp',
  state: 'ESTABLISHED',
  local: {address: '198.18.0.2', port: 50_000},
  peer: {address: `::ffff:${there}`, port: 443},
  direction,
  owner: {known: true, processes: [{pid: 7, name: 'sh', executable: '/bin/sh', unit: null, container: null}]},
  assessment: {
    verdict: 'learn',
    rule: 'other-conversation',
    why: 'learn what it is',
    reason: '',
    checks: fails ? [{id: fails, result: 'fail', detail: ''}] : [],
    ...assessment,
  },
});

const resultOf = (given: Given, more: Partial<Variant> = {}, notes: readonly string[] = []): string =>
  judge({...variant, ...more}, [row(given)], notes).result;

test('a failed check that the technique is known by is caught, whether it leads to suspect or to learn', () => {
  assert.equal(resultOf({verdict: 'suspect', fails: 'owner-shell'}), 'caught');
  assert.equal(resultOf({fails: 'owner-shell'}), 'caught');
  assert.equal(resultOf({verdict: 'suspect', rule: 'irc-connection'}), 'caught');
  assert.equal(resultOf({why: 'feeds a shell'}, {words: /shell/}), 'caught');
});

test('another alarm is helpful, a word that fits every service is generic, a reason is explained', () => {
  assert.equal(resultOf({verdict: 'suspect', fails: 'owner-path'}), 'helpful');
  assert.equal(resultOf({}), 'generic');
  assert.equal(resultOf({}, {helps: /^owner 7 sh /m}), 'helpful');
  assert.equal(resultOf({verdict: 'explained', fails: 'owner-shell'}), 'explained');
});

test('wrong facts outweigh an alarm that rests on them alone', () => {
  const wrong = /^direction outbound$/m;
  assert.equal(resultOf({}, {wrong}), 'false');
  assert.equal(resultOf({verdict: 'suspect', rule: 'irc-connection'}, {wrong}), 'false');
  assert.equal(resultOf({verdict: 'suspect', fails: 'owner-shell'}, {wrong}), 'caught');
});

test('without a row it is invisible, unless a note of the host signs of it', () => {
  assert.equal(judge(variant, [], []).result, 'invisible');
  assert.equal(judge({...variant, helps: /^note .*vsock/m}, [], ['1 vsock socket not read']).result, 'helpful');
});

test('one row that is explained outweighs one that is learnt in vain, and one that is caught outweighs both', () => {
  const [learnt, explained, caught] = [row({}), row({verdict: 'explained'}), row({fails: 'owner-shell'})];
  assert.equal(judge(variant, [learnt, explained], []).result, 'explained');
  assert.equal(judge(variant, [learnt, explained, caught], []).result, 'caught');
});

test('a variant is judged by the rows of its addresses, or by those that it names', () => {
  const conversation = row({});
  const listener: Row = {...conversation, state: 'LISTEN', local: {address: here, port: 22}, peer: null};
  const foreign: Row = {...conversation, peer: {address: addressesOf(1).there, port: 443}};
  const chosen = (more: Partial<Variant>): readonly Row[] =>
    rowsOf({...variant, ...more}, addressesOf(0), [conversation, listener, foreign]);
  assert.deepEqual(chosen({}), [conversation, listener]);
  assert.deepEqual(chosen({only: 'listeners'}), [listener]);
  assert.deepEqual(chosen({only: 'conversations'}), [conversation]);
  assert.deepEqual(chosen({socket: /^tcp ESTABLISHED \S+ $THERE:443$/}), [conversation]);
});

test('addresses as /proc/net/tcp and tcp6 write them', () => {
  assert.equal(procHex('198.18.1.2'), '020112C6');
  assert.equal(procHex('fd13::1a'), `000013FD${'0'.repeat(16)}1A000000`);
});

test('the score counts what is explained together with what has wrong facts', () => {
  const outcomes = (['caught', 'explained', 'false', 'generic'] as const).map(result => ({result, printed: ''}));
  assert.deepEqual(scoreOf(outcomes), {variants: 4, caught: 25, green: 50});
});

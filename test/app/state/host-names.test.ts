import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {Effect, Event} from '../../../source/app/state/event.ts';
import {noHostNames, takeName} from '../../../source/app/state/host-names.ts';
import type {State} from '../../../source/app/state/state.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {socket} from '../../helpers/build.ts';
import {exampleState, play, update} from '../../helpers/example-host.ts';
import {screenLines} from '../../helpers/screen-text.ts';

const peer = (index: number): string => `203.0.113.${index}`;
const connections = (count: number): readonly Socket[] =>
  Array.from({length: count}, (_, index) => socket(`tcp ESTABLISHED 10.0.0.5:${40_000 + index} ${peer(index)}:443`));

const listOf = (sockets: readonly Socket[], rows = 24): State => exampleState({columns: 160, rows}, sockets);
const key: Event = {type: 'action', action: 'host-names'};
const down: Event = {type: 'action', action: 'page-down'};

const lookedUp = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap(effect => (effect.type === 'find-names' ? effect.addresses : []));
const textOf = (state: State): string => screenLines(toScreen(state)).join('\n');

/** Every event of these, and what names were asked for by each. */
function questions(state: State, ...events: readonly Event[]): readonly (readonly string[])[] {
  let now = state;
  return events.map(event => {
    const [next, effects] = update(now, event);
    now = next;
    return lookedUp(effects);
  });
}

suite('names of peers', () => {
  test('are not looked up before the key', () => {
    const all = questions(listOf(connections(3)), {type: 'action', action: 'next'}, down, {type: 'ticked', now: 1});
    assert.deepEqual(all, [[], [], []]);
  });

  test('are looked up after the key: every peer on the screen, each once', () => {
    const twice = [...connections(2), socket(`tcp ESTABLISHED 10.0.0.5:50000 ${peer(0)}:80`)];
    assert.deepEqual([...(questions(listOf([...twice, socket('tcp LISTEN 0.0.0.0:22')]), key)[0] ?? [])].sort(), [
      peer(0),
      peer(1),
    ]);
  });

  test('are looked up only for rows on the screen, and for others when they come there', () => {
    const state = listOf(connections(30), 12);
    const [first = [], second = []] = questions(state, key, down);
    assert.equal(first.length, 6, 'seven lines, one of which is the heading');
    assert.ok(second.length >= 6);
    assert.ok(second.some(address => !first.includes(address)));
  });

  test('are not looked up again once known, also where an address has none', () => {
    const named: Event = {type: 'host-named', address: peer(0), name: trusted('a.example')};
    const nameless: Event = {type: 'host-named', address: peer(1), name: null};
    const all = questions(listOf(connections(2)), key, named, nameless, {type: 'ticked', now: 1});
    assert.deepEqual(
      all.map(each => each.length),
      [2, 1, 0, 0],
    );
  });

  test('are looked up for the socket of the detail', () => {
    const state = listOf(connections(1));
    const opened = play(state, {type: 'action', action: 'next'}, {type: 'action', action: 'open'});
    assert.equal(opened.mode.at, 'detail');
    assert.deepEqual(questions(opened, key)[0], [peer(0)]);
  });

  test('replace the address, marked as a claim; the port stays', () => {
    const state = play(listOf(connections(2)), key, {type: 'host-named', address: peer(0), name: trusted('a.example')});
    assert.match(textOf(state), / ~a\.example:443 /);
    assert.match(textOf(state), new RegExp(` ${peer(1)}:443 `));
    assert.doesNotMatch(textOf(state), new RegExp(`${peer(0)}:443`));
    assert.match(textOf(play(state, key)), new RegExp(` ${peer(0)}:443 `), 'and go with the same key');
  });

  test('stand beside the address in the detail', () => {
    const state = play(
      listOf(connections(1), 60),
      key,
      {type: 'host-named', address: peer(0), name: trusted('a.example')},
      {type: 'action', action: 'next'},
      {type: 'action', action: 'open'},
    );
    const line = textOf(state)
      .split('\n')
      .find(each => each.includes('a.example'));
    assert.match(line ?? '', /claim/, textOf(state));
    assert.ok(textOf(state).includes(peer(0)));
  });

  test('are remembered up to a limit', () => {
    let names = noHostNames;
    for (let index = 0; index < 2100; index++) names = takeName(names, String(index), null);
    assert.ok(names.known.size <= 2000);
    assert.ok(names.known.has('2099'), 'the newest is kept');
  });
});

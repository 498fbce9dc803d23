import assert from 'node:assert/strict';
import {test} from 'node:test';
import {actionOf, bindings, bindingsOf} from '../../../source/app/keys/bindings.ts';
import {linesOf} from '../../../source/app/state/line-index.ts';
import type {State} from '../../../source/app/state/state.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {owner, socket} from '../../helpers/build.ts';
import {exampleState, play} from '../../helpers/example-host.ts';
import {screenLines} from '../../helpers/screen-text.ts';
import {mount} from '../../helpers/terminal.tsx';

const changing = ['A', 'K', 'X', 'a'];
const connection = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));

function stateOf(readOnly: boolean): State {
  const state = exampleState({columns: 120, rows: 80}, [connection]);
  return {...state, settings: {...state.settings, readOnly}};
}

const helpOf = (readOnly: boolean): string =>
  screenLines(toScreen(play(stateOf(readOnly), {type: 'action', action: 'help'}))).join('\n');

test('the keys that change the host or its baseline are K and X, a and A', () => {
  const keys = bindings.filter(({changes}) => changes).flatMap(each => each.keys);
  assert.deepEqual(keys.sort(), changing);
});

test('with --read-only these keys do nothing on any screen, and every other key has its usual action', () => {
  for (const mode of ['list', 'detail', 'help', 'closed', 'drift', 'filter', 'export', 'accept', 'confirm'] as const) {
    for (const key of bindingsOf(mode).flatMap(each => each.keys)) {
      const expected = changing.includes(key) ? null : actionOf(key, mode);
      assert.equal(actionOf(key, mode, true), expected, `${key} in ${mode}`);
    }
  }
});

test('the help lists these keys, but not with --read-only', () => {
  assert.match(helpOf(false), /^ *K +end the owner/m);
  assert.match(helpOf(false), /^ *X +close one TCP connection/m);
  assert.match(helpOf(false), /^ *a +accept the socket/m);
  assert.match(helpOf(false), /^ *A +accept every listener/m);
  assert.doesNotMatch(helpOf(true), /end the owner|close one TCP connection|^ *[KXaA] /m);
  assert.match(helpOf(true), /^ *e +lsof.s whole output/m, 'the rest is there');
});

for (const readOnly of [false, true]) {
  test(`K and X on the screen ${readOnly ? 'do nothing with --read-only' : 'ask'}`, async t => {
    const monitor = mount(t, stateOf(readOnly));
    await monitor.until('starts', state => state.mode.at === 'list' && linesOf(state).length > 1);
    for (const key of ['K', 'X']) {
      monitor.type(key);
      // The next key is handled after this one.
      if (!readOnly) await monitor.until('asks', state => state.mode.at === 'confirm');
      if (!readOnly) monitor.type('\x1b');
      await monitor.until('is in the list', state => state.mode.at === 'list');
    }
    monitor.type('KX?');
    await monitor.until(
      readOnly ? 'shows the help' : 'asks',
      state => state.mode.at === (readOnly ? 'help' : 'confirm'),
    );
    assert.deepEqual(monitor.effects, []);
  });
}

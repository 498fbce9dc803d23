import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {Effect} from '../../../source/app/state/event.ts';
import {initialState, type State} from '../../../source/app/state/state.ts';
import {detailOf} from '../../../source/app/state/update.ts';
import type {PlacedBlock} from '../../../source/domain/baseline.ts';
import {known} from '../../../source/domain/known.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Owner, Socket} from '../../../source/domain/socket.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {executable, hidden, owner, ownerOf, process, showAll, socket} from '../../helpers/build.ts';
import {exampleSnapshot, play, settingsOf, update} from '../../helpers/example-host.ts';
import {cursorOf, press} from '../../helpers/listing.ts';

const shop = owner('/usr/bin/shop');
const listener = socket('tcp LISTEN 0.0.0.0:8443', shop);
const intruder = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc'));
const inbound = socket('tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122', shop);
const accepted = listenerBlock(8443, {exe: trusted('/usr/bin/shop'), note: trusted('ticket 4711')});

/** The list of these sockets, with the cursor on the first of them. */
function on(sockets: readonly Socket[], blocks: readonly PlacedBlock[] | null = null, changes: Partial<Snapshot> = {}) {
  const start = initialState(settingsOf(), {columns: 120, rows: 24}, showAll, exampleSnapshot.takenAt);
  const baseline = blocks === null ? {} : {baseline: baselineOf(...blocks)};
  const list = play(start, {type: 'polled', snapshot: {...exampleSnapshot, ...baseline, ...changes, sockets}});
  const state = press(list, 'first', 'next');
  return cursorOf(state) === sockets[0]?.key ? state : press(list, 'last');
}

const type = (state: State, text: string): State => play(state, {type: 'typed', text});
const does = (state: State, action: 'accept' | 'keep-note' | 'confirm' | 'accept-all') =>
  update(state, {type: 'action', action});

/** The drafts of an effect, in short: `8443 /usr/bin/shop, ticket 4711`. */
const draftsOf = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap(effect =>
    effect.type === 'accept'
      ? effect.drafts.map(
          ({block}) => `${block.kind === 'listener' ? block.port : block.peerPort} ${block.exe}, ${block.note}`,
        )
      : effect.type,
  );

suite('a on a socket that is not accepted', () => {
  test('asks for a note first, and writes nothing yet', () => {
    const [state, effects] = does(on([listener]), 'accept');
    assert.deepEqual([state.mode.at, effects], ['accept', []]);
  });

  test('accepts it on Enter, without a note or with any characters, as one line', () => {
    const asked = press(on([listener]), 'accept');
    const [state, effects] = does(asked, 'keep-note');
    assert.deepEqual([state.mode.at, draftsOf(effects)], ['list', ['8443 /usr/bin/shop, null']]);
    const typed = type(asked, ' shop "東京" \\ \n# q? ');
    assert.deepEqual(draftsOf(does(typed, 'keep-note')[1]), ['8443 /usr/bin/shop, shop "東京" \\ # q?']);
  });

  test('takes the keys that edit a filter', () => {
    const typed = press(type(press(on([listener]), 'accept'), 'ab cd'), 'erase-word', 'caret-start');
    const edited = press(type(typed, 'x'), 'caret-end', 'erase-character');
    assert.deepEqual(draftsOf(does(type(edited, 'y'), 'keep-note')[1]), ['8443 /usr/bin/shop, xaby']);
  });

  test('does nothing on Esc', () => {
    const [state, effects] = update(press(on([listener]), 'accept'), {type: 'action', action: 'escape'});
    assert.deepEqual([state.mode.at, effects], ['list', []]);
  });

  test('accepts the socket as it was when the key was pressed, also where a refresh has changed it since', () => {
    const asked = press(on([listener]), 'accept');
    const changed = {...listener, owner: owner('/usr/bin/nc')};
    const polled = play(asked, {type: 'polled', snapshot: {...exampleSnapshot, sockets: [changed]}});
    assert.deepEqual(draftsOf(does(polled, 'keep-note')[1]), ['8443 /usr/bin/shop, null']);
  });

  test('works in the detail, which stays open', () => {
    const [state, effects] = does(press(on([listener]), 'open', 'accept'), 'keep-note');
    assert.deepEqual([state.mode.at, draftsOf(effects)], ['detail', ['8443 /usr/bin/shop, null']]);
  });

  test('takes a suspect socket with a note only: Enter without one keeps the prompt', () => {
    const [state, effects] = does(press(on([intruder]), 'accept'), 'keep-note');
    assert.deepEqual([state.mode.at, effects], ['accept', []]);
    assert.ok(state.mode.at === 'accept' && state.mode.isNoteMissing);
    const blank = does(type(state, '  '), 'keep-note')[0];
    assert.ok(blank.mode.at === 'accept' && blank.mode.isNoteMissing);
    assert.deepEqual(draftsOf(does(type(state, 'honeypot'), 'keep-note')[1]), ['22 /usr/bin/nc, honeypot']);
  });
});

suite('a on a connection that came in', () => {
  test('accepts its listener', () => {
    const state = press(on([inbound, listener]), 'last', 'accept');
    assert.ok(state.mode.at === 'accept' && state.mode.isListenerOfRow);
    assert.deepEqual(draftsOf(does(state, 'keep-note')[1]), ['8443 /usr/bin/shop, null']);
  });

  test('shows the acceptance of its listener, where that is accepted', () => {
    const state = press(on([inbound, listener], [accepted]), 'last', 'accept');
    assert.equal(detailOf(state.mode)?.key, listener.key);
  });
});

suite('a on an accepted socket', () => {
  const asked = press(on([listener], [accepted]), 'accept');

  test('shows its acceptance in the detail, and asks for a word', () => {
    assert.ok(asked.mode.at === 'confirm' && asked.mode.over.at === 'detail');
    assert.deepEqual([asked.mode.over.key, asked.mode.over.scroll], [listener.key, 'acceptance']);
  });

  test('withdraws it once the word is typed, and does nothing on another one', () => {
    const [state, effects] = does(type(asked, 'withdraw'), 'confirm');
    assert.deepEqual([state.mode.at, effects], ['detail', [{type: 'withdraw', block: accepted}]]);
    const [after, none] = does(type(asked, 'yes'), 'confirm');
    assert.deepEqual([after.notice, none], ['not confirmed: nothing was done', []]);
  });
});

test('a on a drifted socket accepts it as it is now in place of its block, with a note only', () => {
  const drifted = {...listener, owner: owner('/usr/bin/nc')};
  const state = press(on([drifted], [accepted]), 'accept');
  assert.ok(state.mode.at === 'accept' && state.mode.needsNote);
  const [, effects] = does(type(state, 'replaced by nc'), 'keep-note');
  assert.deepEqual(draftsOf(effects), ['8443 /usr/bin/nc, replaced by nc']);
  assert.ok(effects[0]?.type === 'accept' && effects[0].drafts[0]?.replaces === accepted);
});

suite('where a socket cannot be accepted, a notice has the reason, and there is no prompt', () => {
  const open = executable('/opt/shop', {file: known({mode: 0o777, uid: 0, writableByAll: trusted('/opt/shop')})});
  const refusedWith = (state: State, action: 'accept' | 'accept-all' = 'accept'): string | null => {
    const [after, effects] = does(state, action);
    assert.deepEqual([after.mode.at, effects], [state.mode.at, []]);
    return after.notice;
  };

  test('its program may be written by everybody', () => {
    const written = {...listener, owner: ownerOf(process('/opt/shop', {executable: known(open)}))};
    assert.match(refusedWith(on([written])) ?? '', /\/opt\/shop/);
  });

  test('its owner is still looked up', () => {
    assert.match(refusedWith(on([{...listener, owner: hidden('pending')}])) ?? '', /still looked up/);
  });

  test('it has closed', () => {
    const takenAt = exampleSnapshot.takenAt + 2000;
    const closed = play(on([listener]), {type: 'polled', snapshot: {...exampleSnapshot, takenAt, sockets: []}});
    assert.equal(refusedWith(press(closed, 'last')), 'it has closed already');
    const opened = press(on([listener]), 'open');
    const over = play(opened, {type: 'polled', snapshot: {...exampleSnapshot, takenAt, sockets: []}});
    assert.equal(refusedWith(over), 'it has closed already');
  });

  test('there is nobody to write the baseline, or it could not be read', () => {
    const whyNotAccepting = trusted('these sockets are from saved output');
    const state = on([listener]);
    assert.equal(refusedWith({...state, settings: {...state.settings, whyNotAccepting}}), whyNotAccepting);
    const text = trusted('the baseline was not read: line 7');
    const unread = on([listener], null, {problems: [{kind: 'baseline', count: 1, text}]});
    for (const action of ['accept', 'accept-all'] as const) assert.equal(refusedWith(unread, action), text);
  });

  test('an acceptance is shown all the same, and cannot be withdrawn', () => {
    const state = on([listener], [accepted]);
    const whyNotAccepting = trusted('no');
    const [after] = does({...state, settings: {...state.settings, whyNotAccepting}}, 'accept');
    assert.deepEqual([after.mode.at, after.notice], ['detail', 'no']);
  });
});

suite('A', () => {
  const conversation = (port: number, program: Owner) =>
    socket(`tcp ESTABLISHED 10.0.0.5:${port} 10.0.0.9:5432`, program);
  const sockets = [listener, socket('tcp LISTEN [::]:8443', shop), conversation(50_000, owner('/usr/bin/node'))];

  test('accepts all that is shown, a block for alike sockets, once their number was typed', () => {
    const [asked, nothing] = does(on(sockets), 'accept-all');
    assert.deepEqual([asked.mode.at, nothing], ['confirm', []]);
    const [state, effects] = does(type(asked, '2'), 'confirm');
    assert.equal(state.mode.at, 'list');
    assert.deepEqual(draftsOf(effects), ['8443 /usr/bin/shop, null', '5432 /usr/bin/node, null']);
    assert.deepEqual(does(type(asked, '3'), 'confirm')[1], []);
  });

  test('is about the rows that the filter keeps', () => {
    const filtered = play(on(sockets), {type: 'action', action: 'filter'}, {type: 'typed', text: 'state:listen'});
    const [, effects] = does(type(press(filtered, 'keep-filter', 'accept-all'), '1'), 'confirm');
    assert.deepEqual(draftsOf(effects), ['8443 /usr/bin/shop, null']);
  });

  test('refuses while a suspect socket is shown, and where nothing is left to accept', () => {
    const [suspect] = does(on([listener, intruder]), 'accept-all');
    assert.match(suspect.notice ?? '', /^a suspect socket is shown: accept it by itself with a, or filter it away$/);
    const [all] = does(on([listener], [accepted]), 'accept-all');
    assert.equal(all.notice, 'nothing shown is left to accept');
    const [refused] = does(on([{...listener, owner: hidden('pending')}]), 'accept-all');
    assert.equal(refused.notice, 'nothing that is shown can be accepted: its owner is still looked up');
  });
});

test('a note has a length limit, and no character that harms a terminal', () => {
  const typed = type(press(on([listener]), 'accept'), sanitize('\x1b[2J').repeat(200));
  assert.ok(typed.mode.at === 'accept' && typed.mode.text.length <= 500);
});

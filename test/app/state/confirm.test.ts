import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {Effect} from '../../../source/app/state/event.ts';
import {initialState, type State} from '../../../source/app/state/state.ts';
import type {SourceId} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {hidden, owner, ownerOf, process, showAll, socket} from '../../helpers/build.ts';
import {exampleSnapshot, exampleState, play, settingsOf, update} from '../../helpers/example-host.ts';
import {screenLines} from '../../helpers/screen-text.ts';

const size = {columns: 120, rows: 24};
const startedAt = 1_700_000_000_000;

/** The list with the cursor on this socket. */
function on(only: Socket, source: SourceId = 'netlink'): State {
  const start = initialState(settingsOf(), size, showAll, exampleSnapshot.takenAt);
  return play(start, {type: 'polled', snapshot: {...exampleSnapshot, source, sockets: [only]}});
}

const press = (state: State, action: 'end-owner' | 'close-connection' | 'confirm' | 'escape' | 'erase-character') =>
  update(state, {type: 'action', action});
const type = (state: State, text: string): State => play(state, {type: 'typed', text});

/** What asking for the deed, typing this and pressing Enter does. */
function confirmed(
  state: State,
  action: 'end-owner' | 'close-connection',
  text: string,
): {readonly effects: readonly Effect[]; readonly notice: string | null; readonly at: string} {
  const [after, effects] = press(type(press(state, action)[0], text), 'confirm');
  return {effects, notice: after.notice, at: after.mode.at};
}

const server = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const connection = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));

suite('ending the owner', () => {
  test('asks first, and does nothing yet', () => {
    const [state, effects] = press(on(server), 'end-owner');
    assert.equal(state.mode.at, 'confirm');
    assert.deepEqual(effects, []);
  });

  test('takes the pid, and ends that process, as it started then', () => {
    const done = confirmed(on(server), 'end-owner', '812');
    assert.deepEqual(done.effects, [{type: 'end-owner', pid: 812, startedAt, name: 'sshd'}]);
    assert.equal(done.at, 'list');
  });

  test('names the program by its file, whatever the process calls itself', () => {
    const disguised = ownerOf(process('/usr/bin/nc', {name: sanitize('sshd')}));
    const [state] = press(on(socket('tcp LISTEN 0.0.0.0:22', disguised)), 'end-owner');
    assert.ok(state.mode.at === 'confirm' && state.mode.destructive.kind === 'end-owner');
    assert.equal(state.mode.destructive.name, 'nc');
  });

  test('takes the pid in pieces, and what was mistyped may be erased', () => {
    const asked = press(on(server), 'end-owner')[0];
    const erased = press(type(type(asked, '8'), '13'), 'erase-character')[0];
    const [, effects] = press(type(erased, '2'), 'confirm');
    assert.equal(effects[0]?.type, 'end-owner');
  });

  for (const wrong of ['', '81', '8122', '0812', 'y', 'yes', 'sshd', '813', 'close']) {
    test(`does nothing when "${wrong}" is typed`, () => {
      const done = confirmed(on(server), 'end-owner', wrong);
      assert.deepEqual(done, {effects: [], notice: 'not confirmed: nothing was done', at: 'list'});
    });
  }

  test('does nothing on Esc, whatever was typed', () => {
    const [state, effects] = press(type(press(on(server), 'end-owner')[0], '812'), 'escape');
    assert.deepEqual([state.mode.at, effects], ['list', []]);
  });

  test('names the process that was asked for, also when a look changed the row meanwhile', () => {
    const asked = type(press(on(server), 'end-owner')[0], '812');
    const other = {...server, owner: ownerOf(process('/usr/sbin/nginx', {pid: 999}))};
    const looked = play(asked, {type: 'polled', snapshot: {...exampleSnapshot, sockets: [other]}});
    assert.deepEqual(press(looked, 'confirm')[1], [{type: 'end-owner', pid: 812, startedAt, name: 'sshd'}]);
  });
});

suite('closing a connection', () => {
  test('takes the word close, and closes that socket', () => {
    assert.deepEqual(confirmed(on(connection), 'close-connection', 'close'), {
      effects: [{type: 'close-connection', socket: connection}],
      notice: null,
      at: 'list',
    });
  });

  for (const wrong of ['', 'clos', 'closed', 'Close', '812', 'y']) {
    test(`does nothing when "${wrong}" is typed`, () => {
      const done = confirmed(on(connection), 'close-connection', wrong);
      assert.deepEqual(done, {effects: [], notice: 'not confirmed: nothing was done', at: 'list'});
    });
  }

  test('is possible where the owner is not known', () => {
    const closing = socket('tcp CLOSE_WAIT 10.0.0.5:51020 203.0.113.80:80', hidden('exited'));
    assert.equal(confirmed(on(closing), 'close-connection', 'close').effects.length, 1);
  });
});

suite('what cannot be done is refused in words, and nothing is asked', () => {
  const refusals: readonly (readonly [why: string, key: 'K' | 'X', only: Socket, notice: string, source?: SourceId])[] =
    [
      ['several holders', 'K', {...server, owner: owner('/a', '/b')}, 'several processes hold it: end them by hand'],
      ['an unknown owner', 'K', {...server, owner: hidden('needs-root')}, 'its owner is not known'],
      ['no holder', 'K', {...server, owner: owner()}, 'its owner is not known'],
      ['process 1', 'K', {...server, owner: ownerOf(process('/sbin/init', {pid: 1}))}, 'process 1 cannot be ended'],
      [
        'an owner whose start is not known',
        'K',
        {...server, owner: ownerOf(process('/x', {startedAt: null}))},
        'it is not known when its owner started, so the pid may be another process by now',
      ],
      ['saved output', 'K', server, 'these sockets are from saved output', 'saved'],
      ['saved output', 'X', connection, 'these sockets are from saved output', 'saved'],
      ['a listener', 'X', server, 'only a TCP connection can be closed'],
      ['UDP without a peer', 'X', socket('udp UNCONN 0.0.0.0:53'), 'only a TCP connection can be closed'],
      ['UDP with a peer', 'X', socket('udp ESTABLISHED 10.0.0.5:5 10.0.0.1:53'), 'only a TCP connection can be closed'],
      [
        'a connection that has closed',
        'X',
        socket('tcp TIME_WAIT 10.0.0.5:51000 203.0.113.9:443', hidden('closing')),
        'it is closed already: the kernel waits for packets that come late',
      ],
    ];
  for (const [why, key, only, notice, source] of refusals) {
    test(`${key} on ${why}`, () => {
      const [state, effects] = press(on(only, source), key === 'K' ? 'end-owner' : 'close-connection');
      assert.deepEqual([state.notice, state.mode.at, effects], [trusted(notice), 'list', []]);
    });
  }

  test('a socket that has closed and is still shown', () => {
    const gone = play(on(server), {
      type: 'polled',
      snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + 2000, sockets: []},
    });
    const [state] = press(gone, 'end-owner');
    assert.deepEqual([state.notice, state.mode.at], ['it has closed already', 'list']);
  });

  test('a connection, where the kernel does not let this program close any', () => {
    const state = on(connection);
    const [refused, effects] = press({...state, settings: {...state.settings, mayClose: false}}, 'close-connection');
    assert.deepEqual([refused.notice, effects], ['closing a connection needs root (CAP_NET_ADMIN)', []]);
  });

  test('a heading, which is no socket', () => {
    const heading = play(on(server), {type: 'action', action: 'first'});
    for (const action of ['end-owner', 'close-connection'] as const) {
      const [state, effects] = press(heading, action);
      const notice = 'that key is for a socket: move to its row first';
      assert.deepEqual([state.notice, state.mode.at, effects], [notice, 'list', []]);
    }
  });

  test('a list without a socket, where there is no row to move to', () => {
    const empty = exampleState({columns: 80, rows: 24}, []);
    for (const action of ['end-owner', 'close-connection'] as const) {
      const [state, effects] = press(empty, action);
      assert.deepEqual([state.notice, effects], ['that key is for a socket, and the list has none', []]);
    }
  });
});

suite('from the detail', () => {
  const opened = (only: Socket): State => play(on(only), {type: 'action', action: 'open'});

  test('a deed is asked for over the detail, done, and leaves the detail open', () => {
    const asked = press(opened(server), 'end-owner')[0];
    assert.ok(asked.mode.at === 'confirm' && asked.mode.over.at === 'detail');
    assert.match(screenLines(toScreen(asked))[0] ?? '', /^LISTEN {2}tcp 0\.0\.0\.0:22/);
    const [after, effects] = press(type(asked, '812'), 'confirm');
    assert.deepEqual([after.mode.at, effects.map(each => each.type)], ['detail', ['end-owner']]);
  });

  test('Esc closes what asks, and nothing else', () => {
    const [state, effects] = press(press(opened(connection), 'close-connection')[0], 'escape');
    assert.deepEqual([state.mode.at, effects], ['detail', []]);
  });

  test('the detail below goes on following its socket', () => {
    const asked = press(opened(connection), 'close-connection')[0];
    const takenAt = exampleSnapshot.takenAt + 2000;
    const gone = play(asked, {type: 'polled', snapshot: {...exampleSnapshot, takenAt, sockets: []}});
    assert.ok(gone.mode.at === 'confirm' && gone.mode.over.at === 'detail');
    assert.equal(gone.mode.over.closedAt, takenAt);
    const again = press(press(gone, 'escape')[0], 'close-connection')[0];
    assert.deepEqual([again.mode.at, again.notice], ['detail', 'it has closed already']);
  });
});

test('keys that act in the list are characters, or nothing, while a word is typed', () => {
  const asked = press(on(server), 'end-owner')[0];
  for (const action of ['open', 'refresh', 'loopback', 'filter', 'export', 'end-owner', 'next'] as const) {
    assert.deepEqual(update(asked, {type: 'action', action})[1], [], action);
    assert.equal(play(asked, {type: 'action', action}).mode.at, 'confirm', action);
  }
});

test('what is typed holds nothing but letters and digits, and has an end', () => {
  const {mode} = type(press(on(server), 'end-owner')[0], sanitize('\x1b[2J 8\n1\t2').repeat(50));
  assert.ok(mode.at === 'confirm' && /^\w{1,20}$/.test(mode.text));
});

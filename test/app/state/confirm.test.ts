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

/** The result of the key, this text and Enter. */
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
  test('opens a prompt first, and has no effect yet', () => {
    const [state, effects] = press(on(server), 'end-owner');
    assert.equal(state.mode.at, 'confirm');
    assert.deepEqual(effects, []);
  });

  test('takes the pid, and ends the process with its start time', () => {
    const done = confirmed(on(server), 'end-owner', '812');
    assert.deepEqual(done.effects, [{type: 'end-owner', pid: 812, startedAt, name: 'sshd'}]);
    assert.equal(done.at, 'list');
  });

  test('names the program by its file, whatever name the process gives itself', () => {
    const disguised = ownerOf(process('/usr/bin/nc', {name: sanitize('sshd')}));
    const [state] = press(on(socket('tcp LISTEN 0.0.0.0:22', disguised)), 'end-owner');
    assert.ok(state.mode.at === 'confirm' && state.mode.confirmed.kind === 'end-owner');
    assert.equal(state.mode.confirmed.name, 'nc');
  });

  test('takes the pid in pieces, and a mistyped character can be erased', () => {
    const prompted = press(on(server), 'end-owner')[0];
    const erased = press(type(type(prompted, '8'), '13'), 'erase-character')[0];
    const [, effects] = press(type(erased, '2'), 'confirm');
    assert.equal(effects[0]?.type, 'end-owner');
  });

  for (const wrong of ['', '81', '8122', '0812', 'y', 'yes', 'sshd', '813', 'close']) {
    test(`does nothing when "${wrong}" is typed`, () => {
      const done = confirmed(on(server), 'end-owner', wrong);
      assert.deepEqual(done, {effects: [], notice: 'not confirmed: nothing was done', at: 'list'});
    });
  }

  test('does nothing on Esc, whatever the typed text', () => {
    const [state, effects] = press(type(press(on(server), 'end-owner')[0], '812'), 'escape');
    assert.deepEqual([state.mode.at, effects], ['list', []]);
  });

  test('names the process of the key press, even when a poll has changed the row since', () => {
    const prompted = type(press(on(server), 'end-owner')[0], '812');
    const other = {...server, owner: ownerOf(process('/usr/sbin/nginx', {pid: 999}))};
    const polled = play(prompted, {type: 'polled', snapshot: {...exampleSnapshot, sockets: [other]}});
    assert.deepEqual(press(polled, 'confirm')[1], [{type: 'end-owner', pid: 812, startedAt, name: 'sshd'}]);
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

suite('an impossible action gives a notice with the reason, and no prompt', () => {
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

  test('a recently closed socket', () => {
    const closed = play(on(server), {
      type: 'polled',
      snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + 2000, sockets: []},
    });
    const [state] = press(closed, 'end-owner');
    assert.deepEqual([state.notice, state.mode.at], ['it has closed already', 'list']);
  });

  test('a connection, where the kernel permits this program to close none', () => {
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

  test('an empty list, which has no row to move to', () => {
    const empty = exampleState({columns: 80, rows: 24}, []);
    for (const action of ['end-owner', 'close-connection'] as const) {
      const [state, effects] = press(empty, action);
      assert.deepEqual([state.notice, effects], ['that key is for a socket, and the list has none', []]);
    }
  });
});

suite('from the detail', () => {
  const opened = (only: Socket): State => play(on(only), {type: 'action', action: 'open'});

  test('a destructive action is confirmed over the detail, done, and leaves the detail open', () => {
    const prompted = press(opened(server), 'end-owner')[0];
    assert.ok(prompted.mode.at === 'confirm' && prompted.mode.over.at === 'detail');
    assert.match(screenLines(toScreen(prompted))[0] ?? '', /^LISTEN {2}tcp 0\.0\.0\.0:22/);
    const [after, effects] = press(type(prompted, '812'), 'confirm');
    assert.deepEqual([after.mode.at, effects.map(each => each.type)], ['detail', ['end-owner']]);
  });

  test('Esc closes the prompt, and nothing else', () => {
    const [state, effects] = press(press(opened(connection), 'close-connection')[0], 'escape');
    assert.deepEqual([state.mode.at, effects], ['detail', []]);
  });

  test('polls still update the detail below the prompt', () => {
    const prompted = press(opened(connection), 'close-connection')[0];
    const takenAt = exampleSnapshot.takenAt + 2000;
    const closed = play(prompted, {type: 'polled', snapshot: {...exampleSnapshot, takenAt, sockets: []}});
    assert.ok(closed.mode.at === 'confirm' && closed.mode.over.at === 'detail');
    assert.equal(closed.mode.over.closedAt, takenAt);
    const again = press(press(closed, 'escape')[0], 'close-connection')[0];
    assert.deepEqual([again.mode.at, again.notice], ['detail', 'it has closed already']);
  });
});

test('keys that act in the list are characters, or nothing, while a word is typed', () => {
  const prompted = press(on(server), 'end-owner')[0];
  for (const action of ['open', 'refresh', 'loopback', 'filter', 'export', 'end-owner', 'next'] as const) {
    assert.deepEqual(update(prompted, {type: 'action', action})[1], [], action);
    assert.equal(play(prompted, {type: 'action', action}).mode.at, 'confirm', action);
  }
});

test('the typed text has only letters and digits, and a length limit', () => {
  const {mode} = type(press(on(server), 'end-owner')[0], sanitize('\x1b[2J 8\n1\t2').repeat(50));
  assert.ok(mode.at === 'confirm' && /^\w{1,20}$/.test(mode.text));
});

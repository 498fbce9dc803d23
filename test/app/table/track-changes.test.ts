import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  type Mark,
  markOf,
  noTrack,
  recentlyClosed,
  type Seen,
  type Track,
  trackChanges,
} from '../../../source/app/table/track-changes.ts';
import type {Socket, TcpInfo} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {type AssessedSnapshot, nothingAssessed} from '../../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const web = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));
const dns = socket('udp ESTABLISHED 10.0.0.5:41000 10.0.0.1:53');

type Tracked = {readonly track: Track; readonly assessed: AssessedSnapshot};

/** The track after one more poll that finds these sockets, by default two seconds after the last. */
function next({track, assessed}: Tracked, sockets: readonly Socket[], after = 2000): Tracked {
  const seen = assessAllNow(sockets, nameOf, assessed);
  return {track: finish(trackChanges(track, seen.delta, track.at + after)), assessed: seen};
}

const start: Tracked = {track: noTrack, assessed: nothingAssessed};
const polls = (...all: readonly (readonly Socket[])[]): Tracked =>
  all.reduce((result, sockets) => next(result, sockets), start);

/** How the sockets are marked, those that linger last. */
function marks({track, assessed}: Tracked): readonly (readonly [key: string, mark: Mark])[] {
  const closed = recentlyClosed(track);
  return [...assessed.rows, ...closed].map(row => [row.socket.key, markOf(track, row, closed.includes(row))]);
}

function seenOf({track}: Tracked, {key}: Socket): Seen {
  const seen = track.seen.get(key);
  assert.ok(seen, key);
  return seen;
}

test('the sockets of the first poll are not new: they were open before', () => {
  const first = polls([ssh, web]);
  assert.deepEqual(marks(first), [
    [ssh.key, null],
    [web.key, null],
  ]);
  assert.deepEqual([seenOf(first, ssh).firstPoll, seenOf(first, ssh).since], [1, 2000]);
});

test('a socket is new in the poll that finds it first, and not in the next', () => {
  const found = polls([ssh], [ssh, web]);
  assert.deepEqual(marks(found)[1], [web.key, 'new']);
  assert.deepEqual([seenOf(found, web).firstPoll, seenOf(found, web).since], [2, 4000]);
  assert.deepEqual(marks(next(found, [ssh, web]))[1], [web.key, null]);
});

const changes: readonly (readonly [what: string, changed: Socket, text: string])[] = [
  ['state', {...web, state: 'CLOSE_WAIT'}, 'was ESTABLISHED'],
  ['owner', {...web, owner: owner('/usr/bin/nc')}, 'owner was curl/812'],
  ['state and owner', {...web, state: 'TIME_WAIT', owner: hidden('closing')}, 'was ESTABLISHED'],
];

for (const [what, changed, text] of changes) {
  test(`another ${what} is marked in one poll alone, with the old value`, () => {
    const after = next(polls([ssh, web]), [ssh, changed]);
    assert.deepEqual(marks(after)[1], [web.key, 'changed']);
    assert.deepEqual(seenOf(after, web).change, {text, poll: 2});
    const later = next(after, [ssh, changed]);
    assert.deepEqual(marks(later)[1], [web.key, null]);
    assert.deepEqual(seenOf(later, web).change, {text, poll: 2}, 'it is still known');
  });
}

test('an owner that becomes known is a change from "not known"', () => {
  const after = next(polls([dns]), [{...dns, owner: owner('/usr/bin/dig')}]);
  assert.equal(seenOf(after, dns).change?.text, 'owner was not known');
});

test('another verdict alone is a change, with the old verdict', () => {
  const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', hidden('needs-root'));
  const after = next(polls([session]), [session, ssh]);
  assert.deepEqual(marks(after)[0], [session.key, 'changed']);
  assert.equal(seenOf(after, session).change?.text, 'was learn');
});

test('queues and counters that move are no change', () => {
  const after = next(polls([web]), [{...web, recvQueue: 9, tcp: counted(1, 1)}]);
  assert.deepEqual(marks(after), [[web.key, null]]);
  assert.equal(seenOf(after, web).change, null);
});

test('a closed socket stays for three polls', () => {
  let tracked = polls([ssh, web], [ssh]);
  for (let poll = 2; poll < 5; poll++) {
    assert.deepEqual(marks(tracked)[1], [web.key, 'closed'], `poll ${poll}`);
    tracked = next(tracked, [ssh]);
  }
  assert.deepEqual(marks(tracked), [[ssh.key, null]]);
});

test('closed sockets are remembered with time, history and last row, newest first', () => {
  const tracked = polls([ssh, web, dns], [ssh, dns], [ssh]);
  assert.deepEqual(
    tracked.track.closed.map(({row, seen, at, poll}) => [row.socket, seen.since, at, poll]),
    [
      [dns, 2000, 6000, 3],
      [web, 2000, 4000, 2],
    ],
  );
});

test('a closed socket is remembered for an hour', () => {
  const hour = 3_600_000;
  const closed = polls([ssh, web], [ssh]);
  assert.equal(next(closed, [ssh], hour).track.closed.length, 1);
  assert.equal(next(closed, [ssh], hour + 1).track.closed.length, 0);
  const later = next(next(closed, [ssh, dns], hour), [ssh], 1000);
  assert.deepEqual(
    later.track.closed.map(({row}) => row.socket.key),
    [dns.key],
  );
});

test('no more than a thousand are remembered: the newest', () => {
  const many = Array.from({length: 700}, (_, index) => socket(`tcp LISTEN 0.0.0.0:${index + 1}`));
  const others = many.map(({local}) => socket(`udp UNCONN 0.0.0.0:${local.port}`));
  const {track} = polls(many, others, []);
  assert.equal(track.closed.length, 1000);
  assert.deepEqual(
    [0, 699, 700].map(index => track.closed[index]?.row.socket.protocol),
    ['udp', 'udp', 'tcp'],
  );
});

test('a key that comes back is new again, not closed any more, and remembered as having closed', () => {
  const back = polls([ssh, web], [ssh], [ssh, web]);
  assert.deepEqual(marks(back), [
    [ssh.key, null],
    [web.key, 'new'],
  ]);
  assert.deepEqual([seenOf(back, web).since, back.track.closed.length], [6000, 1]);
});

test('a socket that closed twice within three polls is shown once, with its last row', () => {
  const other = {...web, recvQueue: 5};
  const twice = polls([ssh, web], [ssh], [ssh, other], [ssh]);
  assert.deepEqual(marks(twice), [
    [ssh.key, null],
    [web.key, 'closed'],
  ]);
  assert.equal(recentlyClosed(twice.track)[0]?.socket, other);
  assert.equal(twice.track.closed.length, 2);
});

const counted = (bytesReceived: number, bytesSent: number): TcpInfo => ({
  rttMs: 1,
  retransmits: 0,
  bytesReceived,
  bytesSent,
});
const counting = (received: number, sent: number): Socket => ({...web, tcp: counted(received, sent)});

test('rates are the bytes between two polls by the seconds between them', () => {
  const first = polls([counting(1000, 50)]);
  assert.equal(seenOf(first, web).rates, null, 'there is one poll so far');
  const second = next(first, [counting(3000, 50)], 4000);
  assert.deepEqual(seenOf(second, web).rates, {received: 500, sent: 0});
  const same = second.assessed.rows.map(each => each.socket);
  assert.deepEqual(seenOf(next(second, same), web).rates, {received: 0, sent: 0}, 'then nothing came');
});

test('counters that went back, a source without counters and a clock that stood still give no wrong rate', () => {
  const first = polls([counting(1000, 1000)]);
  assert.deepEqual(seenOf(next(first, [counting(10, 2000)]), web).rates, {received: 0, sent: 500});
  assert.equal(seenOf(next(first, [web]), web).rates, null);
  assert.equal(seenOf(next(polls([web]), [counting(10, 10)]), web).rates, null);
  assert.equal(seenOf(next(first, [counting(2000, 2000)], 0), web).rates, null);
});

test('where nothing is new, the history of a socket stays the same object', () => {
  const second = polls([ssh, web], [ssh, web]);
  const third = next(second, [ssh, web]);
  assert.equal(seenOf(third, ssh), seenOf(second, ssh));
  assert.equal(third.track.closed, second.track.closed);
});

test('the result of a pending owner is no change', () => {
  const read = [
    socket('tcp LISTEN 0.0.0.0:22', owner('/tmp/sshd')),
    socket('tcp LISTEN [::]:22', owner('/usr/sbin/sshd')),
  ];
  const glance = read.map(each => ({...each, owner: hidden('pending')}));
  const after = polls(glance, read);
  assert.deepEqual(
    after.assessed.rows.map(({assessment}) => assessment.verdict),
    ['suspect', 'explained'],
  );
  assert.deepEqual(
    marks(after).map(([, mark]) => mark),
    [null, null],
  );
});

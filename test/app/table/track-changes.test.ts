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

type Followed = {readonly track: Track; readonly assessed: AssessedSnapshot};

/** Goes on with one look at these sockets, two seconds after the last unless said otherwise. */
function next({track, assessed}: Followed, sockets: readonly Socket[], after = 2000): Followed {
  const seen = assessAllNow(sockets, nameOf, assessed);
  return {track: finish(trackChanges(track, seen.delta, track.at + after)), assessed: seen};
}

const start: Followed = {track: noTrack, assessed: nothingAssessed};
const polls = (...all: readonly (readonly Socket[])[]): Followed => all.reduce((so, each) => next(so, each), start);

/** How the sockets are marked, those that linger last. */
function marks({track, assessed}: Followed): readonly (readonly [key: string, mark: Mark])[] {
  const gone = recentlyClosed(track);
  return [...assessed.rows, ...gone].map(row => [row.socket.key, markOf(track, row, gone.includes(row))]);
}

function seenOf({track}: Followed, {key}: Socket): Seen {
  const seen = track.seen.get(key);
  assert.ok(seen, key);
  return seen;
}

test('the sockets of the first look are not new: they are older than it', () => {
  const first = polls([ssh, web]);
  assert.deepEqual(marks(first), [
    [ssh.key, null],
    [web.key, null],
  ]);
  assert.deepEqual([seenOf(first, ssh).firstPoll, seenOf(first, ssh).since], [1, 2000]);
});

test('a socket is new in the look that finds it, and not in the next', () => {
  const found = polls([ssh], [ssh, web]);
  assert.deepEqual(marks(found)[1], [web.key, 'new']);
  assert.deepEqual([seenOf(found, web).firstPoll, seenOf(found, web).since], [2, 4000]);
  assert.deepEqual(marks(next(found, [ssh, web]))[1], [web.key, null]);
});

const changes: readonly (readonly [what: string, changed: Socket, says: string])[] = [
  ['state', {...web, state: 'CLOSE_WAIT'}, 'was ESTABLISHED'],
  ['owner', {...web, owner: owner('/usr/bin/nc')}, 'owner was curl/812'],
  ['state and owner', {...web, state: 'TIME_WAIT', owner: hidden('closing')}, 'was ESTABLISHED'],
];

for (const [what, changed, says] of changes) {
  test(`another ${what} is marked in that look alone, and says what was`, () => {
    const after = next(polls([ssh, web]), [ssh, changed]);
    assert.deepEqual(marks(after)[1], [web.key, 'changed']);
    assert.deepEqual(seenOf(after, web).change, {text: says, poll: 2});
    const later = next(after, [ssh, changed]);
    assert.deepEqual(marks(later)[1], [web.key, null]);
    assert.deepEqual(seenOf(later, web).change, {text: says, poll: 2}, 'it is still known');
  });
}

test('an owner that becomes known says that it was not', () => {
  const after = next(polls([dns]), [{...dns, owner: owner('/usr/bin/dig')}]);
  assert.equal(seenOf(after, dns).change?.text, 'owner was not known');
});

test('another verdict alone says which it was', () => {
  const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd'));
  const after = next(polls([ssh, session]), [session]);
  assert.deepEqual(marks(after)[0], [session.key, 'changed']);
  assert.equal(seenOf(after, session).change?.text, 'was explained');
});

test('queues and counters that move are no change', () => {
  const after = next(polls([web]), [{...web, recvQueue: 9, tcp: counted(1, 1)}]);
  assert.deepEqual(marks(after), [[web.key, null]]);
  assert.equal(seenOf(after, web).change, null);
});

test('a socket that closed stays for three looks', () => {
  let followed = polls([ssh, web], [ssh]);
  for (let poll = 2; poll < 5; poll++) {
    assert.deepEqual(marks(followed)[1], [web.key, 'closed'], `look ${poll}`);
    followed = next(followed, [ssh]);
  }
  assert.deepEqual(marks(followed), [[ssh.key, null]]);
});

test('what closed is remembered with when, since when it was seen and its last row, newest first', () => {
  const followed = polls([ssh, web, dns], [ssh, dns], [ssh]);
  assert.deepEqual(
    followed.track.closed.map(({row, seen, at, poll}) => [row.socket, seen.since, at, poll]),
    [
      [dns, 2000, 6000, 3],
      [web, 2000, 4000, 2],
    ],
  );
});

test('it is remembered for an hour', () => {
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

test('one that closed twice within three looks is shown once, as it was last', () => {
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

test('rates are the bytes between two looks by the seconds between them', () => {
  const first = polls([counting(1000, 50)]);
  assert.equal(seenOf(first, web).rates, null, 'there are not two looks yet');
  const second = next(first, [counting(3000, 50)], 4000);
  assert.deepEqual(seenOf(second, web).rates, {received: 500, sent: 0});
  const same = second.assessed.rows.map(each => each.socket);
  assert.deepEqual(seenOf(next(second, same), web).rates, {received: 0, sent: 0}, 'then nothing came');
});

test('counters that went back, a source that counts none, and a clock that stood still give no wrong rate', () => {
  const first = polls([counting(1000, 1000)]);
  assert.deepEqual(seenOf(next(first, [counting(10, 2000)]), web).rates, {received: 0, sent: 500});
  assert.equal(seenOf(next(first, [web]), web).rates, null);
  assert.equal(seenOf(next(polls([web]), [counting(10, 10)]), web).rates, null);
  assert.equal(seenOf(next(first, [counting(2000, 2000)], 0), web).rates, null);
});

test('where nothing is new, what is known of a socket stays the very same object', () => {
  const second = polls([ssh, web], [ssh, web]);
  const third = next(second, [ssh, web]);
  assert.equal(seenOf(third, ssh), seenOf(second, ssh));
  assert.equal(third.track.closed, second.track.closed);
});

test('an owner that was being read is no change, whatever comes of it', () => {
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

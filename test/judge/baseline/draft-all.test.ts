import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {draftAll} from '../../../source/judge/baseline/draft-all.ts';
import {acceptanceOf, acceptedAs} from '../../helpers/acceptance.ts';
import {assessAllNow, executable, nameOf, owner, ownerOf, process, socket} from '../../helpers/build.ts';

const shop = owner('/usr/bin/shop');
const listener = socket('tcp LISTEN 0.0.0.0:8443', shop);
const node = owner('/usr/bin/node');

const occasion = {note: null, now: Date.UTC(2026, 10, 28)};

const rowsOf = (...sockets: readonly Socket[]) => assessAllNow(sockets, nameOf).rows;
const draftedOf = (...sockets: readonly Socket[]) => draftAll(rowsOf(...sockets), noEvidence, occasion);

/** `listener 8443 /usr/bin/shop`, `conversation 5432 /usr/bin/node` of each draft. */
const subjects = (...sockets: readonly Socket[]): readonly string[] =>
  draftedOf(...sockets).drafts.map(
    ({block}) => `${block.kind} ${block.kind === 'listener' ? block.port : block.peerPort} ${block.exe}`,
  );

test('listeners are accepted, explained ones too, and of outbound conversations those that are not explained', () => {
  const sockets = [
    listener,
    socket('tcp LISTEN 127.0.0.1:631', owner('/usr/sbin/cupsd')),
    socket('tcp ESTABLISHED 10.0.0.5:50000 10.0.0.9:5432', node),
    socket('tcp ESTABLISHED 10.0.0.5:50001 203.0.113.9:443', owner('/usr/bin/curl')),
    socket('tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122', shop),
  ];
  assert.deepEqual(subjects(...sockets), [
    'listener 8443 /usr/bin/shop',
    'listener 631 /usr/sbin/cupsd',
    'conversation 5432 /usr/bin/node',
  ]);
});

test('sockets that the same block is about get one: IPv4 and IPv6, workers, many connections', () => {
  const sockets = [
    listener,
    socket('tcp LISTEN [::]:8443', shop),
    socket('tcp LISTEN 127.0.0.1:8443', shop),
    socket('tcp ESTABLISHED 10.0.0.5:50000 10.0.0.9:5432', node),
    socket('tcp ESTABLISHED 10.0.0.5:50001 10.0.0.8:5432', node),
  ];
  const reaches = draftedOf(...sockets).drafts.map(({block}) => (block.kind === 'listener' ? block.reach : 'none'));
  assert.deepEqual(reaches, ['any', 'host', 'none']);
});

test('an accepted socket is left out, one that nobody accepted yet is not', () => {
  const [row] = rowsOf(listener);
  assert.ok(row);
  const count = (acceptance: Parameters<typeof acceptedAs>[1]) =>
    draftAll([acceptedAs(row, acceptance)], noEvidence, occasion).drafts.length;
  assert.deepEqual([count(acceptanceOf('accepted')), count(acceptanceOf('new')), count(null)], [0, 1, 1]);
});

test('suspect sockets are named and not drafted, unless they are accepted', () => {
  const sockets = [listener, socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc'))];
  const {suspects, drafts} = draftedOf(...sockets);
  assert.deepEqual(
    suspects.map(({socket: {key}}) => key),
    ['tcp LISTEN 0.0.0.0:22'],
  );
  assert.deepEqual(drafts.length, 1);
  const accepted = rowsOf(...sockets).map(row => acceptedAs(row, acceptanceOf('accepted')));
  assert.deepEqual(draftAll(accepted, noEvidence, occasion).suspects, []);
});

test('sockets that cannot be accepted are counted by their reason, the most frequent first', () => {
  const shared = (port: number, path: string): Socket => {
    const file = known({mode: 0o775, uid: 0, writableByAll: null});
    return socket(`tcp LISTEN 0.0.0.0:${port}`, ownerOf(process(path, {executable: known(executable(path, {file}))})));
  };
  const {refusals, drafts} = draftedOf(shared(9000, '/opt/b'), shared(9001, '/opt/a'), shared(9002, '/opt/a'));
  assert.deepEqual(drafts, []);
  assert.deepEqual(
    refusals.map(({why, count}) => [count, /\/opt\/\w/.exec(why)?.[0]]),
    [
      [2, '/opt/a'],
      [1, '/opt/b'],
    ],
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isAcceptable, planAcceptance} from '../../../source/app/table/plan-acceptance.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {type Clean, trusted} from '../../../source/domain/text.ts';
import {describeBlock} from '../../../source/judge/baseline/describe-block.ts';
import {acceptanceOf, acceptedAs} from '../../helpers/acceptance.ts';
import {assessAllNow, executable, hidden, nameOf, owner, ownerOf, process, socket} from '../../helpers/build.ts';

const now = Date.UTC(2026, 10, 21, 20);

const planOf = (sockets: readonly Socket[], note: Clean | null = null) =>
  planAcceptance(assessAllNow(sockets, nameOf).rows, noEvidence, {note, now});

/** The blocks in words, and the reasons for which there is none. */
const wordsOf = (sockets: readonly Socket[], note: Clean | null = null) => {
  const {planned, refused, suspects} = planOf(sockets, note);
  return {
    planned: planned.map(({draft}) => describeBlock(draft.block)),
    refused: refused.map(({refusal}) => refusal),
    suspects: suspects.length,
  };
};

const app = (text: string): Socket => socket(text, owner('/usr/bin/app'));

test('listeners get a block each, with the verdict explained too', () => {
  assert.deepEqual(
    wordsOf([
      socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')),
      app('tcp LISTEN 10.0.0.5:8443'),
      app('udp UNCONN 127.0.0.1:9999'),
    ]),
    {
      planned: [
        'tcp 22: /usr/sbin/sshd of root, from every network',
        'tcp 8443: /usr/bin/app of root, from private networks',
        'udp 9999: /usr/bin/app of root, from this machine alone',
      ],
      refused: [],
      suspects: 0,
    },
  );
});

test('sockets of one program on one port are one block, with the widest reach, in either order', () => {
  const both = [app('tcp LISTEN 127.0.0.1:8443'), app('tcp LISTEN [::]:8443')];
  for (const sockets of [both, both.toReversed()]) {
    const {planned} = planOf(sockets);
    assert.deepEqual(
      planned.map(({rows, draft}) => [rows.length, describeBlock(draft.block)]),
      [[2, 'tcp 8443: /usr/bin/app of root, from every network']],
    );
  }
});

test('two programs on one port are two blocks, and so are two namespaces', () => {
  const web = {name: trusted('web'), inode: 4026532251};
  const sockets = [
    app('tcp LISTEN 127.0.0.1:8443'),
    socket('tcp LISTEN 10.0.0.5:8443', owner('/usr/bin/other')),
    {...app('tcp LISTEN 127.0.0.1:8443'), key: 'web', netns: web},
  ];
  assert.equal(planOf(sockets).planned.length, 3);
});

test('outbound conversations get a block where nothing explains them, one for all peers', () => {
  const to = (peer: string, program = '/usr/bin/app') =>
    socket(`tcp ESTABLISHED 10.0.0.5:51000 ${peer}`, owner(program));
  assert.deepEqual(wordsOf([to('203.0.113.9:443', '/usr/bin/curl'), to('10.0.0.9:5432'), to('10.0.0.8:5432')]), {
    planned: ['tcp to port 5432 of any peer: /usr/bin/app of root'],
    refused: [],
    suspects: 0,
  });
});

test('connections that came in, closing ones, and sockets that are accepted already need nothing', () => {
  const {rows} = assessAllNow(
    [
      app('tcp LISTEN 0.0.0.0:8443'),
      app('tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122'),
      socket('tcp TIME_WAIT 10.0.0.5:51000 10.0.0.9:5432', hidden('closing')),
    ],
    nameOf,
  );
  const [listener, ...others] = rows;
  assert.ok(listener);
  const accepted = [acceptedAs(listener, acceptanceOf('accepted')), ...others];
  assert.deepEqual(planAcceptance(accepted, noEvidence, {note: null, now}), {planned: [], refused: [], suspects: []});
  const drifted = planAcceptance([acceptedAs(listener, acceptanceOf('drifted'))], noEvidence, {note: null, now});
  assert.deepEqual(drifted.planned[0]?.draft.replaces?.lines, {first: 1, last: 5});
});

test("a client's datagram socket needs none where a rule explains it, else it is accepted on any port", () => {
  const {planned} = wordsOf([
    socket('udp UNCONN 0.0.0.0:38142', owner('/usr/sbin/avahi-daemon')),
    app('udp UNCONN 0.0.0.0:38143'),
    app('udp UNCONN 0.0.0.0:38144'),
  ]);
  assert.deepEqual(planned, ['udp on any port of clients: /usr/bin/app of root, from every network']);
});

test('a program that others may write is refused with the reason, once for all its sockets', () => {
  const writable = executable('/opt/app', {file: known({mode: 0o777, uid: 0, writableByAll: trusted('/opt/app')})});
  const open = (text: string) => socket(text, ownerOf(process('/opt/app', {executable: known(writable)})));
  const {refused} = wordsOf([open('tcp LISTEN 0.0.0.0:8443'), open('tcp LISTEN [::]:8443')]);
  assert.deepEqual(refused, ['not accepted: everybody may write /opt/app']);
});

test('a suspect socket is accepted alone', () => {
  const suspect = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc'));
  const pair = [suspect, socket('tcp LISTEN [::]:22', owner('/usr/bin/nc'))];
  const fine = app('tcp LISTEN 0.0.0.0:8443');
  for (const note of [null, trusted('ticket 4711')]) {
    assert.deepEqual([wordsOf(pair, note).planned.length, wordsOf(pair, note).suspects], [1, 2]);
    assert.ok(isAcceptable(planOf(pair, note)));
    assert.ok(!isAcceptable(planOf([fine, ...pair], note)));
    assert.ok(!isAcceptable(planOf([suspect, socket('tcp LISTEN 0.0.0.0:25', owner('/usr/bin/nc'))], note)));
  }
  assert.ok(isAcceptable(planOf([fine, app('tcp LISTEN 0.0.0.0:8444')])));
  assert.ok(isAcceptable(planOf([])));
});

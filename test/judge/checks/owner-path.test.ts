import assert from 'node:assert/strict';
import {test} from 'node:test';
import {subordinateUidsIn} from '../../../source/collect/evidence/read-host.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import {sanitize} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, owner, socket} from '../../helpers/build.ts';
import {anyListener, fileOf, nameOnly, running, shared, sshServer, testCheck} from '../../helpers/checks.ts';

testCheck('owner-path', [
  ['root owns it', sshServer, owner('/usr/sbin/sshd'), 'pass', /^\/usr\/sbin\/sshd, owned by root, mode 0755$/],
  ['it is under /tmp', anyListener, owner('/tmp/x'), 'fail', /lies under \/tmp/],
  ['it is under /var/tmp', anyListener, owner('/var/tmp/a/x'), 'fail'],
  ['it is under /dev/shm', anyListener, owner('/dev/shm/x'), 'fail'],
  ['it is under /run/user', anyListener, owner('/run/user/1000/x'), 'fail'],
  [
    'it is under /tmp, and its file could not be read',
    anyListener,
    running('/tmp/x', {file: unknown('needs-root')}),
    'fail',
  ],
  [
    'it is a file in memory, of which nothing could be read',
    anyListener,
    running('/memfd:x', {state: 'deleted', file: unknown('on-unlisted-mount')}),
    'fail',
    /is a file in memory/,
  ],
  ['its directory only looks like /tmp', anyListener, owner('/tmpfiles/x'), 'pass'],
  ['a directory below another is called tmp', anyListener, owner('/opt/tmp/x'), 'pass'],
  [
    'everybody may write the file',
    anyListener,
    running('/opt/x', fileOf({writableByAll: sanitize('/opt/x')})),
    'fail',
    /^\/opt\/x can be written by everybody$/,
  ],
  [
    'everybody may write a directory above',
    anyListener,
    running('/opt/a/x', fileOf({writableByAll: sanitize('/opt')})),
    'fail',
    /^\/opt can/,
  ],
  [
    'a group may write it, as /usr/local of Debian',
    anyListener,
    running('/usr/local/bin/x', fileOf({mode: 0o775})),
    'pass',
    /mode 0775/,
  ],
  [
    'a known daemon is of its own service account, which may change it',
    anyListener,
    running('/usr/sbin/chronyd', fileOf({uid: 105}), {uid: 105}),
    'fail',
    /which may change it/,
  ],
  [
    'a known daemon is of another user',
    anyListener,
    running('/usr/sbin/chronyd', fileOf({uid: 1001}), {uid: 105}),
    'fail',
    /belongs to uid 1001/,
  ],
  [
    'a known daemon is of root and runs as another',
    anyListener,
    running('/usr/sbin/chronyd', fileOf({}), {uid: 105}),
    'pass',
  ],
  [
    'any other program is of its user',
    anyListener,
    running('/home/ann/bin/x', fileOf({uid: 1001}), {uid: 1001}),
    'pass',
  ],
  [
    'its service account may not write it',
    anyListener,
    running('/usr/sbin/chronyd', fileOf({uid: 105, mode: 0o555}), {uid: 105}),
    'pass',
  ],
  [
    'root runs a file of another user',
    anyListener,
    running('/opt/x', fileOf({uid: 1001}), {uid: 0}),
    'fail',
    /^root runs \/opt\/x, which uid 1001 may change$/,
  ],
  ['any other program is of another user', anyListener, running('/opt/x', fileOf({uid: 1001}), {uid: 1002}), 'pass'],
  [
    'its file could not be read',
    anyListener,
    running('/opt/x', {file: unknown('other-namespace')}),
    'unknown',
    /who may write \/opt\/x/,
  ],
  ['the path could not be read', anyListener, nameOnly('x', 'needs-root'), 'unknown', /the path of process 812/],
  [
    'one of several is under /tmp',
    anyListener,
    shared(owner('/usr/bin/x'), nameOnly('y', 'needs-root'), owner('/tmp/x')),
    'fail',
  ],
]);

test("a user's own program may run under a subordinate uid of that user, not under another one", () => {
  const resultOf = (uid: number): string | undefined => {
    const each = socket(sshServer, running('/home/dev/bin/dropbear', fileOf({uid: 1000}), {uid}));
    const host = {...noEvidence.host, subordinateUids: known([{uid: 1000, from: 100_000, count: 65_536}])};
    const [row] = assessAllNow([each], nameOf, undefined, {host, processes: new Map()}).rows;
    return row?.assessment.checks.find(({id}) => id === 'owner-path')?.result;
  };
  assert.deepEqual([1000, 100_999, 165_535, 165_536, 1001].map(resultOf), ['pass', 'pass', 'pass', 'fail', 'fail']);
});

test('ranges of subuid(5) are by name or by uid', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\ndev:x:1000:1000::/home/dev:/bin/sh\n';
  assert.deepEqual(subordinateUidsIn('dev:100000:65536\n1001:165536:65536\nnobody-here:1:1\n\n# x\n', passwd), [
    {uid: 1000, from: 100_000, count: 65_536},
    {uid: 1001, from: 165_536, count: 65_536},
  ]);
});

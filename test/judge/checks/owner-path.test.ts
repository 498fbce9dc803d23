import {unknown} from '../../../source/domain/known.ts';
import {sanitize} from '../../../source/domain/text.ts';
import {owner} from '../../helpers/build.ts';
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

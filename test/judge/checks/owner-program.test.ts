import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sanitize} from '../../../source/domain/text.ts';
import {assessedRow, hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {anyListener, nameOnly, running, shared, sshServer, testCheck, timeClient} from '../../helpers/checks.ts';

testCheck('owner-program', [
  ['an expected program holds it', sshServer, owner('/usr/sbin/sshd'), 'pass', /^sshd$/],
  ['another program holds it', sshServer, owner('/usr/bin/nc'), 'fail', /process 812 runs nc, not an SSH server/],
  ['a name is not what runs', sshServer, ownerOf(process('/usr/bin/nc', {name: sanitize('sshd')})), 'fail', /runs nc/],
  [
    'another name of what runs is the expected one',
    sshServer,
    running('/usr/bin/busybox', {alias: sanitize('sshd')}),
    'fail',
    /busybox is not among SSH servers/,
  ],
  ['the program could not be read', sshServer, nameOnly('sshd', 'needs-root'), 'unknown', /process 812 needs root/],
  ['the owner could not be seen', sshServer, hidden('needs-root'), 'unknown', /the owner needs root/],
  ['the owner is the kernel', sshServer, hidden('closing'), 'unknown', /closing/],
  [
    'nobody holds it though all could be read',
    sshServer,
    hidden('no-process'),
    'fail',
    /no process holds it: a part of the kernel may/,
  ],
  ['its holder keeps changing', sshServer, hidden('moving'), 'fail', /each process that held it ended/],
  ['its holder is refused even to root', anyListener, hidden('refused'), 'fail', /may be held by a process that/],
  ['its holder was not found yet', sshServer, hidden('exited'), 'unknown'],
  ['nobody holds it, and no program is expected', anyListener, hidden('no-process'), 'fail'],
  ['no program is expected', anyListener, owner('/usr/bin/nc'), null],
  [
    'a printed name is the expected one',
    sshServer,
    nameOnly('sshd: root', 'not-collected'),
    'pass',
    /^sshd \(name only, not proof\)$/,
  ],
  ['a printed name is another', sshServer, nameOnly('nc', 'not-collected'), 'fail', /nc, .*\(name only, not proof\)$/],
  [
    'a printed name was cut at 15 characters',
    timeClient,
    nameOnly('systemd-timesyn', 'not-collected'),
    'pass',
    /^systemd-timesyn /,
  ],
  ['one of several is another', sshServer, owner('/usr/sbin/sshd', '/usr/bin/nc'), 'fail', /process 813 runs nc/],
  [
    'one of several could not be read',
    sshServer,
    shared(owner('/usr/sbin/sshd'), nameOnly('x', 'needs-root')),
    'unknown',
  ],
  ['it is known, and holds nobody', sshServer, owner(), 'unknown'],
]);

test('a socket without holder is suspect, but one of root may be the kernel’s; on port 22 none is explained', () => {
  const verdictOf = (uid: number, why: 'no-process' | 'refused' | 'moving'): string =>
    assessedRow({...socket(sshServer, hidden(why)), uid}).assessment.verdict;
  assert.deepEqual([verdictOf(0, 'no-process'), verdictOf(1000, 'no-process')], ['learn', 'suspect']);
  assert.deepEqual([verdictOf(0, 'refused'), verdictOf(1000, 'moving')], ['learn', 'learn']);
});

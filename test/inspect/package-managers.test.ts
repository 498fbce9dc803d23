import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {PackageManager} from '../../source/domain/inspection.ts';
import {type Manager, managers, usrMergeAlias, whatisIn} from '../../source/inspect/package-managers.ts';

// Outputs of dpkg 1.21, rpm 4.18 and pacman 6.0 as they were printed; those of apk follow apk-tools' own test suite.
function manager(id: PackageManager): Manager {
  const found = managers.find(candidate => candidate.id === id);
  assert.ok(found);
  return found;
}

test('dpkg: the package of a path, by any of its names', () => {
  const {ownerIn, disowned} = manager('dpkg');
  assert.equal(ownerIn('lsof: /usr/bin/lsof\n', ['/usr/bin/lsof', '/bin/lsof']), 'lsof');
  assert.equal(ownerIn('dash: /bin/dash\n', ['/usr/bin/dash', '/bin/dash']), 'dash');
  assert.equal(ownerIn('libc6:amd64: /lib/ld.so\n', ['/lib/ld.so']), 'libc6');
  assert.equal(ownerIn('libc6:amd64, libc6:i386: /lib/ld.so\n', ['/lib/ld.so']), 'libc6');
  assert.equal(ownerIn('', ['/usr/bin/sh']), null);
  assert.match('dpkg-query: no path found matching pattern /usr/bin/sh\n', disowned);
});

test('dpkg: a diversion is no owner, nor is the package of another path', () => {
  const {ownerIn} = manager('dpkg');
  const output = 'diversion by dash from: /bin/sh\ndiversion by dash to: /bin/sh.distrib\ndash: /bin/sh\n';
  assert.equal(ownerIn(output, ['/bin/sh']), 'dash');
  assert.equal(ownerIn('local diversion from: /bin/sh\n', ['/bin/sh']), null);
  assert.equal(ownerIn('lsof: /usr/bin/lsof\n', ['/usr/bin/l?of']), null);
});

test('dpkg: a path is never taken for a pattern', () => {
  assert.deepEqual(manager('dpkg').ownerArguments(['/a*b', '/c[d]?\\']), ['-S', '/a\\*b', '/c\\[d]\\?\\\\']);
});

test('rpm', () => {
  const {ownerIn, ownerArguments, disowned, summaryIn} = manager('rpm');
  assert.deepEqual(ownerArguments(['/usr/bin/a', '/bin/a']).slice(-2), ['-f', '/usr/bin/a']);
  assert.equal(ownerIn('name=hello-portwatch\n', []), 'hello-portwatch');
  assert.equal(ownerIn('file /usr/bin/lsof is not owned by any package\n', []), null);
  assert.match('file /usr/bin/lsof is not owned by any package\n', disowned);
  assert.match('error: file /usr/bin/nosuch: No such file or directory\n', disowned);
  assert.equal(summaryIn('Prints a greeting\n'), 'Prints a greeting');
});

test('apk', () => {
  const {ownerIn, disowned, summaryIn} = manager('apk');
  assert.equal(ownerIn('sbin/apk is owned by apk-tools-2.14.6-r3\n', []), 'apk-tools');
  assert.equal(ownerIn('/usr/bin/vi symlink target is owned by busybox-1.37.0-r19\n', []), 'busybox');
  assert.equal(ownerIn('/x is owned by py3-requests-2.31.0-r1\n', []), 'py3-requests');
  assert.match('ERROR: bin/not-found: Could not find owner package\n', disowned);
  const text = 'apk-tools-2.14.6-r3 description:\nAlpine Package Keeper - package manager for alpine\n\n';
  assert.equal(summaryIn(text), 'Alpine Package Keeper - package manager for alpine');
});

test('pacman', () => {
  const {ownerIn, disowned, summaryIn} = manager('pacman');
  assert.equal(ownerIn('hello\n', []), 'hello');
  assert.equal(ownerIn('', []), null);
  assert.match('error: No package owns /usr/bin/ls\n', disowned);
  assert.equal(summaryIn('Name            : hello\nDescription     : Prints a greeting\n'), 'Prints a greeting');
});

test('a manager that complains of something else has not disowned the file', () => {
  for (const {disowned, ownerIn} of managers) {
    assert.doesNotMatch('error: could not open the database\n', disowned);
    assert.equal(ownerIn('', ['/x']), null);
  }
});

test('where /bin is /usr/bin, a path has another name', () => {
  assert.equal(usrMergeAlias('/usr/bin/dash'), '/bin/dash');
  assert.equal(usrMergeAlias('/sbin/init'), '/usr/sbin/init');
  assert.equal(usrMergeAlias('/usr/lib/systemd/systemd'), '/lib/systemd/systemd');
  assert.equal(usrMergeAlias('/lib/systemd/systemd'), '/usr/lib/systemd/systemd');
  assert.equal(usrMergeAlias('/usr/local/bin/x'), null);
  assert.equal(usrMergeAlias('/tmp/bin/x'), null);
});

test('a manual page describes the program of that name, section 8 before 1', () => {
  assert.equal(whatisIn('lsof (8)             - list open files\n', 'lsof'), 'list open files');
  assert.equal(whatisIn('a (1) - a tool\na (8) - a daemon\na (5) - a file\n', 'a'), 'a daemon');
  assert.equal(whatisIn('a (5) - a file\nab (8) - another\n', 'a'), null);
  assert.equal(whatisIn('sshd: nothing appropriate.\n', 'sshd'), null);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {known, unknown, type WhyUnknown, whyUnknownWords} from '../../source/domain/known.ts';
import {programOf} from '../../source/domain/program.ts';
import {sanitize} from '../../source/domain/text.ts';
import {executable, process} from '../helpers/build.ts';

const named = (name: string, why: WhyUnknown = 'not-collected') =>
  programOf(process('/x', {name: sanitize(name), executable: unknown(why)}));

test('the program of a process is the base name of its executable, whatever it calls itself', () => {
  const program = programOf(process('/usr/sbin/sshd', {name: sanitize('nginx')}));
  assert.equal(program?.name, 'sshd');
  assert.equal(program?.proven, true);
  assert.equal(program?.is('sshd'), true);
  assert.equal(program?.is('nginx'), false);
});

test('the base name of an executable is compared in full, beyond what tools cut', () => {
  const program = programOf(process('x', {executable: known(executable('/usr/lib/systemd/systemd-timesyncd'))}));
  assert.equal(program?.is('systemd-timesyncd'), true);
  assert.equal(program?.is('systemd-timesyn'), false);
});

const printed: readonly (readonly [name: string, program: string, expected: string, is: boolean])[] = [
  ['sshd', 'sshd', 'sshd', true],
  ['sshd: root@pts/0', 'sshd', 'sshd', true],
  ['sshd evil', 'sshd evil', 'sshd', false],
  ['nginx: worker process', 'nginx', 'nginx', true],
  ['systemd-timesyn', 'systemd-timesyn', 'systemd-timesyncd', true],
  ['systemd-timesyncd', 'systemd-timesyncd', 'systemd-timesyncd', true],
  ['systemd-t', 'systemd-t', 'systemd-timesyncd', true],
  ['systemd-', 'systemd-', 'systemd-timesyncd', false],
  ['systemd-resolve', 'systemd-resolve', 'systemd-timesyncd', false],
  ['ssh', 'ssh', 'sshd', false],
  ['sshd', 'sshd', 'ssh', false],
  ['', '', 'sshd', false],
  [':x', ':x', 'sshd', false],
];

for (const [name, program, expected, is] of printed) {
  test(`the printed name "${name}" ${is ? 'stands' : 'does not stand'} for ${expected}, and proves nothing`, () => {
    assert.equal(named(name)?.name, program);
    assert.equal(named(name)?.is(expected), is);
    assert.equal(named(name)?.proven, false);
  });
}

for (const why of Object.keys(whyUnknownWords) as WhyUnknown[]) {
  if (why === 'not-collected') continue;
  test(`an executable that could not be read (${why}) leaves the program unknown: a name is no proof`, () => {
    assert.equal(named('sshd', why), null);
  });
}

test('there is one object for each reason, so that unchanged facts stay identical', () => {
  assert.equal(unknown('kernel'), unknown('kernel'));
  assert.notEqual(unknown('kernel'), unknown('closing'));
});

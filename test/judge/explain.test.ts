import assert from 'node:assert/strict';
import {test} from 'node:test';
import {caveatOf, triedRules, unverified} from '../../source/judge/explain.ts';
import {generalCaveat} from '../../source/judge/rules/documents.ts';
import {rules} from '../../source/judge/rules/index.ts';
import {verifyCommands} from '../../source/judge/verify.ts';
import {assessedRow, hidden, owner, socket} from '../helpers/build.ts';

const sshServer = 'tcp LISTEN 0.0.0.0:22';

test('a reason stands with a line where the owner could not be verified', () => {
  assert.equal(unverified(assessedRow(socket(sshServer, hidden('needs-root')))), 'owner not verified: needs root');
  assert.equal(
    unverified(assessedRow(socket(sshServer, hidden('not-collected')))),
    'owner not verified: not collected',
  );
});

test('no such line where the owner is known, where any may be, or where there is no reason to verify', () => {
  assert.equal(unverified(assessedRow(socket(sshServer, owner('/usr/sbin/sshd')))), null);
  assert.equal(unverified(assessedRow(socket('tcp LISTEN 127.0.0.1:5432', hidden('needs-root')))), null);
  assert.equal(unverified(assessedRow(socket('tcp LISTEN 0.0.0.0:5432', hidden('needs-root')))), null);
  assert.equal(unverified(assessedRow(socket(sshServer, hidden('no-process')))), null);
});

test('the general caveat goes with every reason, also where a check contradicts it, and with nothing else', () => {
  for (const holder of [owner('/usr/sbin/sshd'), owner('/tmp/sshd')]) {
    assert.ok(caveatOf(assessedRow(socket(sshServer, holder))).endsWith(generalCaveat));
  }
  assert.match(caveatOf(assessedRow(socket(sshServer))), /^A weak password/);
  assert.equal(caveatOf(assessedRow(socket('tcp LISTEN 0.0.0.0:5432'))).includes(generalCaveat), false);
});

test('rules that do not apply say the first thing they ask that is not so', () => {
  const row = assessedRow(socket('tcp LISTEN 0.0.0.0:2222', owner('/usr/sbin/sshd')));
  const tried = new Map(triedRules(row).map(({rule, because}) => [rule.id, because]));
  assert.equal(tried.get('ssh-server'), 'it applies when its local port is 22');
  assert.equal(tried.get('syslog-listener'), 'it applies when it is UDP');
  assert.equal(tried.get('loopback-listener'), 'it applies when its local address is on loopback');
  assert.equal(tried.has('open-listener'), false, 'the rule that holds is not among them');
  assert.equal(tried.size, rules.filter(({when}) => when.some(({holds}) => !holds(row))).length);
});

const commands: readonly (readonly [text: string, ...commands: readonly string[]])[] = [
  [sshServer, 'sudo lsof -nP -iTCP:22 -sTCP:LISTEN', "sudo ss -tlnp 'sport = :22'"],
  ['udp UNCONN 0.0.0.0:38142', 'sudo lsof -nP -i UDP:38142', "sudo ss -uanp 'sport = :38142'"],
  [
    'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443',
    'sudo lsof -nP -i TCP:51000',
    "sudo ss -tanp 'sport = :51000 and dport = :443'",
  ],
  ['icmp UNCONN 0.0.0.0:7401', "sudo lsof -nP | grep 'protocol: PING'", 'cat /proc/net/icmp{,6}'],
  ['tcp CLOSE 0.0.0.0:7777', "sudo ss -tanpB 'sport = :7777'", "sudo lsof -nP | grep -E 'protocol: (MP)?TCP'"],
];

for (const [text, ...expected] of commands) {
  test(`${text} can be checked with ${expected[0]}`, () => {
    assert.deepEqual(verifyCommands(assessedRow(socket(text))), expected);
  });
}

test('on other systems the commands are those of these systems', () => {
  const row = assessedRow(socket(sshServer, owner('/usr/sbin/sshd')));
  const first = (platform: 'freebsd' | 'netbsd' | 'openbsd'): string | undefined => verifyCommands(row, platform)[0];
  assert.deepEqual(verifyCommands(row, 'darwin'), [
    'sudo lsof -nP -iTCP:22 -sTCP:LISTEN',
    "netstat -an | grep '\\.22 '",
  ]);
  assert.deepEqual(verifyCommands(assessedRow(socket('raw UNCONN 0.0.0.0:1')), 'darwin'), ['netstat -an']);
  assert.deepEqual(verifyCommands(row, 'win32'), ['netstat -ano | findstr :22', 'tasklist /fi "PID eq 812"']);
  assert.deepEqual(verifyCommands(assessedRow(socket(sshServer)), 'win32'), ['netstat -ano | findstr :22']);
  assert.deepEqual((['freebsd', 'netbsd', 'openbsd'] as const).map(first), [
    'sudo sockstat -46 -p 22',
    'sudo sockstat -n -p 22',
    "doas fstat | grep ':22'",
  ]);
});

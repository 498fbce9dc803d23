import assert from 'node:assert/strict';
import {test} from 'node:test';
import {trusted} from '../../source/domain/text.ts';
import {byListener, caveatOf, isExtended, listenerOf, triedRules, unverified} from '../../source/judge/explain.ts';
import {generalCaveat} from '../../source/judge/rules/documents.ts';
import {rules} from '../../source/judge/rules/index.ts';
import {verifyCommands} from '../../source/judge/verify.ts';
import {assessAllNow, assessedRow, hidden, nameOf, owner, ownerOf, process, socket} from '../helpers/build.ts';

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

const avahi = owner('/usr/sbin/avahi-daemon');
const discovery = socket('udp UNCONN 0.0.0.0:5353', avahi);
const answer = 'udp ESTABLISHED 10.0.0.5:5353 10.0.0.9:5353';

test("the rule of a listener, of a connection, extends the document's reasoning and is not called unmet", () => {
  const row = assessedRow(socket(answer, avahi), discovery);
  assert.equal(row.assessment.rule.id, 'service-discovery');
  assert.deepEqual([isExtended(row), isExtended(assessedRow(discovery))], [true, false]);
  assert.deepEqual(
    triedRules(row).filter(({rule}) => rule === row.assessment.rule),
    [],
  );
  const asked = assessedRow(socket('udp ESTABLISHED 10.0.0.5:68 10.0.0.1:67', avahi), socket('udp UNCONN *:68', avahi));
  assert.deepEqual(
    [asked.assessment.rule.id, isExtended(asked)],
    ['dhcp-client', false],
    'it holds for the connection',
  );
});

test('the words about a listener are there where it decides, with its name where that is known', () => {
  const to = (port: number): string => `tcp ESTABLISHED 10.0.0.5:${port} 198.51.100.7:50122`;
  const wordsFor = (port: number, by: ReturnType<typeof owner>): string | null =>
    byListener(assessedRow(socket(to(port)), socket(`tcp LISTEN 0.0.0.0:${port}`, by)));
  assert.equal(
    wordsFor(80, owner('/usr/sbin/nginx')),
    'its listener, nginx, has the verdict learn: not loopback alone',
  );
  assert.equal(wordsFor(80, hidden('needs-root')), 'its listener has the verdict learn: not loopback alone');
  assert.equal(wordsFor(22, owner('/usr/sbin/sshd')), null, 'the session has a reason of its own');
  assert.equal(wordsFor(22, owner('/tmp/sshd')), 'its listener, sshd, has the verdict suspect: runs from /tmp');
  assert.equal(byListener(assessedRow(socket(to(80)))), null);
});

test('a connection that closes stays that of the listener that its holder held', () => {
  const nginx = owner('/usr/sbin/nginx');
  const open = socket('tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50122', nginx);
  const listeners = [nginx, ownerOf(process('/tmp/x', {pid: 31}))].map((by, index) =>
    socket('tcp LISTEN 0.0.0.0:443', by, {key: `${index}`}),
  );
  const before = assessAllNow([open, ...listeners], nameOf);
  const closing = {...open, state: 'TIME_WAIT' as const, owner: hidden('closing')};
  const [row] = assessAllNow([closing, ...listeners], nameOf, before).rows;
  assert.equal(row && listenerOf(row)?.key, '0');
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

const elsewhere: readonly (readonly [name: string, ...commands: readonly string[]])[] = [
  ['web', 'sudo ip netns exec web lsof -nP -iTCP:22 -sTCP:LISTEN', "sudo ip netns exec web ss -tlnp 'sport = :22'"],
  ['$(id)', 'sudo lsns --type net --output NS,PID,COMMAND | grep 4026532251'],
  ['-a', 'sudo lsns --type net --output NS,PID,COMMAND | grep 4026532251'],
];

for (const [name, ...expected] of elsewhere) {
  test(`a socket without holder in the namespace ${name} can be checked with ${expected[0]}`, () => {
    const row = assessedRow(socket(sshServer, hidden('no-process')));
    const netns = {name: trusted(name), inode: 4_026_532_251};
    assert.deepEqual(verifyCommands({...row, socket: {...row.socket, netns}}), expected);
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

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openTools, type ToolsOptions} from '../../../source/collect/native/native-collector.ts';
import {systemTools} from '../../../source/collect/native/native-tools.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {RunTool, ToolResult} from '../../../source/system/run-tool.ts';
import {fixture, shown} from '../saved/helper.ts';

const done = (stdout: Uint8Array, code = 0): ToolResult => ({
  kind: 'done',
  code,
  stdout: Buffer.from(stdout),
  stderr: Buffer.alloc(0),
  truncated: false,
});

/** Tools that print fixtures, by name; every other is missing. */
const printing =
  (files: Readonly<Record<string, string>>): RunTool =>
  async tool => {
    const file = files[tool];
    return file === undefined ? {kind: 'missing'} : done(fixture(file));
  };

const open = (platform: string, run: RunTool, options: ToolsOptions = {}) =>
  openTools({platform, run, has: async () => true, isRoot: true, now: () => 1000, ...options});

/** The sockets of one poll with these fixtures for tools. */
async function seen(platform: string, files: Readonly<Record<string, string>>, options: ToolsOptions = {}) {
  const {sockets, problems, source} = await (await open(platform, printing(files), options)).poll();
  assert.equal(source, 'tools');
  return {sockets: sockets.map(shown), problems: problems.map(({text}) => text)};
}

test('macOS 26: netstat names the process, lsof has the rest', async () => {
  const {sockets, problems} = await seen('darwin', {
    netstat: 'macos-netstat-anv.txt',
    lsof: 'macos-lsof-fields.txt',
    ps: 'macos-ps.txt',
  });
  assert.deepEqual(sockets, [
    'tcp4 ESTABLISHED 10.0.1.23:53210 203.0.113.36:443 Brave Browser Helper/7187(24)',
    'tcp4 LISTEN 127.0.0.1:5432 - postgres/880(7)',
    'tcp6 LISTEN :::8080 - node/4410(20) node/4411(20)',
    'udp4 UNCONN 0.0.0.0:5353 - mDNSResponder/391(7)',
    'tcp4 TIME_WAIT 10.0.1.23:53200 203.0.113.40:80 closing',
  ]);
  assert.deepEqual(problems, ['executables and control groups are not reported by this source']);
});

test('macOS before 26: netstat has the pid and ps its name, also for a user for whom lsof lists nothing', async () => {
  const files = {netstat: 'macos-netstat-anv-15.txt', ps: 'macos-ps.txt'};
  const {sockets, problems} = await seen('darwin', files, {isRoot: false});
  assert.deepEqual(sockets, [
    'tcp4 ESTABLISHED 10.0.1.23:52137 203.0.113.85:443 Brave Browser Helper/2903',
    'tcp6 ESTABLISHED 2001:db8:85a3:8d3:1319:8a2e:370:7348:52126 2001:db8:1::5d58:443 -zsh/5767',
    'tcp4 LISTEN 0.0.0.0:22 - launchd/1',
    'tcp4 LISTEN 127.0.0.1:5432 - postgres/880',
    'udp4 UNCONN 0.0.0.0:5353 - mDNSResponder/391',
    'udp6 UNCONN fe80::1%lo0:123 - timed/207',
  ]);
  assert.ok(problems.includes(trusted('lsof is not installed')));
});

test('macOS: a socket that lsof hides from a user needs root, and the user of one it shows is known', async () => {
  const files = {netstat: 'macos-netstat-an.txt', lsof: 'macos-lsof-fields.txt'};
  const {sockets} = await (await open('darwin', printing(files), {isRoot: false})).poll();
  const byPort = (port: number) => sockets.find(({local}) => local.port === port);
  assert.deepEqual(byPort(631)?.owner, {known: false, why: 'needs-root'});
  const owner = byPort(5353)?.owner;
  assert.equal(owner?.known && owner.value[0]?.process.user, '_mdnsresponder');
  assert.equal(byPort(123)?.owner.known, true);
  assert.deepEqual([byPort(52040)?.recvQueue, byPort(52040)?.state], [31, 'CLOSE_WAIT']);
});

test('macOS: a user for whom lsof lists nothing needs root, and lsof did not fail', async () => {
  const run: RunTool = async tool =>
    tool === 'netstat' ? done(fixture('macos-netstat-an.txt')) : done(Buffer.alloc(0), tool === 'lsof' ? 1 : 0);
  const {sockets, problems} = await (await open('darwin', run, {isRoot: false})).poll();
  assert.deepEqual(sockets[4]?.owner, {known: false, why: 'needs-root'});
  assert.equal(problems.length, 1);
});

test('Windows: tasklist names the process IDs of netstat, and queues are not reported', async () => {
  const poll = await (
    await open('win32', printing({netstat: 'windows-ano.txt', tasklist: 'windows-tasklist.txt'}))
  ).poll();
  assert.deepEqual(poll.sockets.map(shown), [
    'tcp4 LISTEN 0.0.0.0:135 - svchost/1060',
    'tcp4 LISTEN 0.0.0.0:445 - System/4',
    'tcp4 ESTABLISHED 10.0.0.8:49702 203.0.113.25:443 OneDrive Sync, Helper/5128',
    'tcp4 TIME_WAIT 10.0.0.8:49710 203.0.113.26:80 closing',
    'tcp4 CLOSE_WAIT 10.0.0.8:49711 203.0.113.26:80 OneDrive Sync, Helper/5128',
    'tcp6 LISTEN :::135 - svchost/1060',
    'tcp6 LISTEN ::1:49670 - lsass/880',
    'udp4 UNCONN 0.0.0.0:5353 - chrome/2200',
    'udp6 UNCONN fe80::8d1:22f4:9c0e:71a5%12:1900 - svchost/3004',
  ]);
  assert.deepEqual([...new Set(poll.sockets.map(({recvQueue}) => recvQueue))], [null]);
  assert.deepEqual(
    poll.problems.map(({text}) => text),
    ['queues, users and executables are not reported by this source'],
  );
});

test('root is needed only where the tools hide sockets of others', async () => {
  const mac = {netstat: 'macos-netstat-an.txt', lsof: 'macos-lsof-fields.txt'};
  const bsd = {netstat: 'freebsd-netstat.txt', sockstat: 'freebsd-sockstat.txt'};
  const unseen = async (platform: string, files: Readonly<Record<string, string>>, isRoot: boolean) =>
    new Set(
      (await (await open(platform, printing(files), {isRoot})).poll()).sockets.flatMap(({owner, state}) =>
        owner.known || state === 'TIME_WAIT' ? [] : owner.why,
      ),
    );
  assert.deepEqual(await unseen('darwin', mac, false), new Set(['needs-root']));
  for (const isRoot of [true, false]) {
    assert.deepEqual(await unseen('freebsd', bsd, isRoot), new Set(['not-collected']), String(isRoot));
  }
  assert.deepEqual(await unseen('darwin', mac, true), new Set(['not-collected']));
});

test('FreeBSD: sockstat has the holders of the sockets of netstat, workers that share a socket together', async () => {
  const {sockets} = await seen('freebsd', {netstat: 'freebsd-netstat.txt', sockstat: 'freebsd-sockstat.txt'});
  assert.deepEqual(sockets, [
    'tcp4 ESTABLISHED 198.51.100.7:22 203.0.113.5:61244 sshd/2204(4)',
    'tcp4 LISTEN 0.0.0.0:22 - sshd/1048(4)',
    'tcp6 LISTEN :::22 - sshd/1048(3)',
    'tcp6 LISTEN :::3000 - grafana/1330(9)',
    'tcp4 LISTEN 127.0.0.1:25 - sendmail/1104(5)',
    'udp4 UNCONN 0.0.0.0:514 - syslogd/957(7)',
    'udp6 UNCONN fe80::1%lo0:123 - ntpd/842(21)',
    'raw4 UNCONN 0.0.0.0:0 - not-collected',
  ]);
});

test('NetBSD: sockstat in its own notation of addresses', async () => {
  const {sockets} = await seen('netbsd', {netstat: 'netbsd-netstat.txt', sockstat: 'netbsd-sockstat.txt'});
  assert.deepEqual(sockets, [
    'tcp4 ESTABLISHED 192.0.2.40:22 192.0.2.30:50114 sshd/977(5)',
    'tcp4 LISTEN 0.0.0.0:22 - sshd/412(4)',
    'udp4 UNCONN 0.0.0.0:514 - syslogd/201(6)',
    'tcp6 LISTEN :::22 - sshd/412(3)',
    'udp6 UNCONN fe80::1%lo0:123 - ntpd/333(20)',
  ]);
});

test('OpenBSD: fstat has the holders of the sockets of netstat', async () => {
  const {sockets} = await seen('openbsd', {netstat: 'openbsd-netstat.txt', fstat: 'openbsd-fstat.txt'});
  assert.deepEqual(sockets, [
    'raw4 UNCONN 0.0.0.0:0 - not-collected',
    'tcp4 ESTABLISHED 192.0.2.20:22 192.0.2.30:33836 sshd/40113(4) sshd/81022(4)',
    'tcp4 TIME_WAIT 192.0.2.20:49969 198.51.100.80:443 closing',
    'tcp4 LISTEN 127.0.0.1:25 - smtpd/30511(9)',
    'tcp4 LISTEN 0.0.0.0:22 - sshd/75629(3)',
    'udp4 ESTABLISHED 192.0.2.20:29811 198.51.100.1:123 ntpd/51880(7)',
    'udp4 UNCONN 0.0.0.0:514 - syslogd/22971(4)',
    'tcp6 LISTEN ::1:25 - smtpd/30511(10)',
    'tcp6 LISTEN fe80::1%lo0:25 - not-collected',
    'tcp6 LISTEN :::22 - sshd/75629(4)',
  ]);
});

test('sockets of which nothing changed are the same objects in the next poll', async () => {
  const texts = ['freebsd-netstat.txt', 'freebsd-netstat.txt', 'netbsd-netstat.txt'];
  let polls = 0;
  const run: RunTool = async tool =>
    done(fixture(tool === 'netstat' ? (texts[polls++] ?? '') : 'freebsd-sockstat.txt'));
  const collector = await open('freebsd', run);
  const [first, second, third] = [await collector.poll(), await collector.poll(), await collector.poll()];
  assert.ok(first.sockets.length > 0);
  assert.ok(second.sockets.every((socket, index) => socket === first.sockets[index]));
  assert.ok(
    third.sockets.every(
      socket =>
        !first.sockets.includes(socket) ||
        socket.local.port === 22 ||
        socket.local.port === 514 ||
        socket.local.port === 123,
    ),
  );
});

test('a line that cannot be read, and a tool that fails, are problems', async () => {
  const netstat = Buffer.concat([fixture('windows-ano.txt'), Buffer.from('  TCP    nonsense\r\n')]);
  const run: RunTool = async tool => (tool === 'netstat' ? done(netstat) : {kind: 'timed-out'});
  const {problems, sockets} = await (await open('win32', run)).poll();
  assert.equal(sockets.length, 9);
  assert.deepEqual(problems.map(({text}) => text).slice(1), [
    'tasklist took longer than 20 s',
    '1 line of the tools could not be read',
  ]);
});

test('without a table a poll rejects with the reason', async () => {
  const fails = async (result: ToolResult): Promise<string> => {
    const collector = await open('darwin', async () => result);
    return collector.poll().then(
      () => 'polled',
      error => error.message,
    );
  };
  assert.equal(await fails({kind: 'missing'}), 'netstat is not installed');
  assert.equal(await fails({kind: 'failed', message: trusted('ended by SIGSEGV')}), 'netstat failed: ended by SIGSEGV');
  assert.equal(await fails(done(Buffer.alloc(0), 2)), 'netstat ended with exit code 2');
  assert.equal(await fails(done(Buffer.alloc(0))), 'netstat printed nothing');
});

test('a system without known tools, or without netstat, is refused when the source is opened', async () => {
  await assert.rejects(open('linux', printing({})), /^Error: no tools are known for linux$/);
  await assert.rejects(open('constructor', printing({})), /no tools are known/);
  await assert.rejects(open('darwin', printing({}), {has: async () => false}), /netstat is not installed/);
});

test('every tool prints numbers, so that no name is looked up', () => {
  for (const {sockets, owners} of Object.values(systemTools)) {
    for (const call of [sockets, owners]) {
      if (call && call.tool !== 'sockstat') assert.match(call.parameters.join(' '), /-\w*n/, call.tool);
    }
  }
});

test('states in an unknown language are a problem', async () => {
  const netstat = Buffer.from('  TCP    10.0.0.8:49702  203.0.113.25:443  USTANOWIONO     5128\r\n');
  const {problems} = await (
    await open('win32', async tool => done(tool === 'netstat' ? netstat : Buffer.alloc(0)))
  ).poll();
  assert.match(problems[1]?.text ?? '', /^the state of 1 socket is in a language/);
});

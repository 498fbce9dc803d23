import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {createInterface} from 'node:readline/promises';
import {type TestContext, test} from 'node:test';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';
import {known} from '../../../source/domain/known.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import {listedHolders, type Socket} from '../../../source/domain/socket.ts';
import {loadNetlink} from '../../../source/linux/netlink-channel.ts';
import {skipWithout} from '../netlink/namespace.ts';

const skip = skipWithout('ip netns', 'ss', 'python3');
const options = {skip, timeout: 60_000};
const port = 8443;
const script = `
import socket, sys
held = []
for kind in sys.argv[1:]:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    s.bind(("127.0.0.1", ${port}))
    if kind == "tcp":
        s.listen()
        c = socket.create_connection(("127.0.0.1", ${port}))
        held += [c, s.accept()[0]]
    held.append(s)
print("ready", flush=True)
sys.stdin.read()
`;

/** Starts a server on TCP and UDP behind this prefix, and returns its pid. It ends with the test. */
async function serve(t: TestContext, ...prefix: readonly string[]): Promise<number> {
  const [program = '', ...parameters] = [...prefix, 'python3', '-c', script, 'tcp', 'udp'];
  const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => child.kill('SIGKILL'));
  const [line] = await once(createInterface({input: child.stdout}), 'line');
  assert.equal(line, 'ready');
  return child.pid ?? 0;
}

let made = 0;
function addNamespace(t: TestContext): string {
  const name = `pwns-${process.pid}-${made++}`;
  execFileSync('ip', ['netns', 'add', name]);
  t.after(() => {
    try {
      execFileSync('ip', ['netns', 'del', name], {stdio: 'ignore'});
    } catch {
      // The test has deleted it.
    }
  });
  execFileSync('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
  return name;
}

const served = ({sockets}: Snapshot): readonly Socket[] =>
  sockets.filter(({local, peer}) => local.port === port || peer?.port === port);
const pidsOf = ({owner}: Socket): readonly number[] => listedHolders(owner).map(({process: {pid}}) => pid);
const ownNamespace = readlinkSync('/proc/self/ns/net');

const sources = {netlink: openNetlink, procfs: openProcfs};
for (const [source, open] of Object.entries(sources))
  test(`${source} lists the sockets of every namespace under its name, each with its own owner`, options, async t => {
    const [a, b] = [addNamespace(t), addNamespace(t)];
    const unnamed = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
    const pids = [
      await serve(t, 'ip', 'netns', 'exec', a),
      await serve(t, 'ip', 'netns', 'exec', b),
      await serve(t, ...unnamed),
    ];
    const collector = await open();
    t.after(() => collector.close());
    const snapshot = await collector.poll();
    const inode = readlinkSync(`/proc/${pids[2]}/ns/net`);
    const names = [a, b, inode];
    for (const [index, name] of names.entries()) {
      const sockets = served(snapshot).filter(({netns}) => netns?.name === name);
      const listed = execFileSync('nsenter', ['-t', `${pids[index]}`, '-n', 'ss', '-Htuna'])
        .toString()
        .trim()
        .split('\n');
      assert.equal(sockets.length, 4, name);
      assert.equal(sockets.length, listed.length, 'ss(8) lists as many there');
      for (const socket of sockets) assert.deepEqual(pidsOf(socket), [pids[index]]);
    }
    assert.equal(new Set(snapshot.sockets.map(({key}) => key)).size, snapshot.sockets.length, 'no two share a key');
    for (const thread of readdirSync('/proc/self/task')) {
      assert.equal(readlinkSync(`/proc/self/task/${thread}/ns/net`), ownNamespace, 'every thread is home');
    }
    const again = await collector.poll();
    const objects = new Set(snapshot.sockets);
    const unchanged = served(again).filter(
      ({netns, tcp}) => netns !== null && names.includes(netns.name) && tcp === null,
    );
    assert.ok(unchanged.length >= 3 && unchanged.every(socket => objects.has(socket)), 'they are the same objects');
  });

test('each namespace has network settings of its own', options, async t => {
  const [a, b] = [addNamespace(t), addNamespace(t)];
  const settings = ['net.ipv4.ip_local_port_range=40000 40100', 'net.ipv4.conf.lo.route_localnet=1'];
  execFileSync('ip', ['netns', 'exec', a, 'sysctl', '-qw', ...settings]);
  for (const name of [a, b]) await serve(t, 'ip', 'netns', 'exec', name);
  const collector = await openNetlink();
  t.after(() => collector.close());
  const {sockets, otherNetworks} = await collector.poll();
  const [ofA, ofB] = [a, b].map(name =>
    otherNetworks?.get(sockets.find(({netns}) => netns?.name === name)?.netns?.inode ?? 0),
  );
  assert.deepEqual([ofA?.ephemeralPorts, ofA?.routeLocalnet], [known([40_000, 40_100]), known(['lo'])]);
  assert.deepEqual([ofB?.ephemeralPorts, ofB?.routeLocalnet], [known([32_768, 60_999]), known([])]);
  assert.deepEqual(ofB?.itsNameServers.servers.known, true, 'by /etc/resolv.conf of its server');
});

test('with `host` our own namespace alone is read', options, async t => {
  await serve(t, 'ip', 'netns', 'exec', addNamespace(t));
  for (const open of Object.values(sources)) {
    const collector = await open({netns: 'host'});
    const snapshot = await collector.poll();
    collector.close();
    assert.ok(snapshot.sockets.every(({netns}) => netns === null));
    assert.equal(snapshot.namespaces, undefined);
  }
});

test('no namespace is kept alive: a device of a deleted one is gone at once', options, async t => {
  const name = addNamespace(t);
  const device = `pwv${process.pid}`.slice(0, 15);
  execFileSync('ip', ['link', 'add', device, 'type', 'veth', 'peer', 'name', 'in0', 'netns', name]);
  t.after(() => {
    try {
      execFileSync('ip', ['link', 'del', device], {stdio: 'ignore'});
    } catch {
      // It went with the namespace.
    }
  });
  const server = await serve(t, 'ip', 'netns', 'exec', name);
  const collector = await openNetlink();
  t.after(() => collector.close());
  assert.equal(served(await collector.poll()).filter(({netns}) => netns?.name === name).length, 4);
  process.kill(server, 'SIGKILL');
  execFileSync('ip', ['netns', 'del', name]);
  while (readFileSync('/proc/net/dev', 'latin1').includes(device)) await collector.poll();
  assert.deepEqual(
    served(await collector.poll()).filter(({netns}) => netns?.name === name),
    [],
  );
});

test('a namespace without a process is entered by its mount, whatever bytes its name has', options, async t => {
  // Of sh(1), since Node passes on UTF-8 alone.
  const name = `pwns-${process.pid}-\\374\\033[1m`;
  const inShell = (command: string): readonly string[] => ['-c', `n=$(printf '${name}'); ${command}`, 'sh'];
  execFileSync('sh', inShell('ip netns add "$n" && ip -n "$n" link set lo up'));
  t.after(() => execFileSync('sh', inShell('ip netns del "$n"')));
  process.kill(await serve(t, 'sh', ...inShell('exec nsenter --net="/run/netns/$n" "$@"')), 'SIGKILL');
  const collector = await openNetlink();
  t.after(() => collector.close());
  // The end that closed first waits in the kernel, and no process has it.
  const named = async () =>
    served(await collector.poll()).filter(({netns}) => netns?.name === `pwns-${process.pid}-\\xfc\\x1b[1m`);
  let waiting = await named();
  while (waiting.length > 1) waiting = await named();
  assert.deepEqual(
    waiting.map(({state}) => state),
    ['TIME_WAIT'],
  );
});

test('a namespace that may not be entered is read in procfs by its processes', options, async t => {
  const name = addNamespace(t);
  const pid = await serve(t, 'ip', 'netns', 'exec', name);
  const {enterNamespace: _, ...library} = await loadNetlink();
  const collector = await openNetlink({load: async () => library});
  t.after(() => collector.close());
  const sockets = served(await collector.poll()).filter(({netns}) => netns?.name === name);
  assert.deepEqual(sockets.map(({protocol, state}) => `${protocol} ${state}`).toSorted(), [
    'tcp ESTABLISHED',
    'tcp ESTABLISHED',
    'tcp LISTEN',
    'udp UNCONN',
  ]);
  for (const socket of sockets) assert.deepEqual(pidsOf(socket), [pid]);
});

test('a namespace that may be read in no way is counted with the reason', options, async t => {
  addNamespace(t);
  const {enterNamespace: _, ...library} = await loadNetlink();
  for (const [euid, why] of [
    [0, 'refused'],
    [1000, 'needs-root'],
  ] as const) {
    const collector = await openNetlink({load: async () => library, euid});
    const {namespaces} = await collector.poll();
    collector.close();
    const unread = namespaces?.unread.find(each => each.why === why)?.count ?? 0;
    assert.ok(unread >= 1 && unread < (namespaces?.found ?? 0));
  }
});

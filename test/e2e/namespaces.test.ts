import assert from 'node:assert/strict';
import {readlinkSync} from 'node:fs';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {program, runToEnd} from './helpers/portwatch.ts';
import type {Holder} from './helpers/sockets.ts';
import {openTerminal} from './helpers/terminal.ts';

const port = 7093;

type Served = {readonly host: Host; readonly name: string; readonly holder: Holder};

/** A host with a listener and a connection to it, on the same addresses and port as every other. */
async function serve(t: TestContext): Promise<Served> {
  const host = await openHost(t);
  const holder = await host.hold([`listen tcp 127.0.0.1 ${port}`, `connect tcp 127.0.0.1 ${port}`]);
  return {host, name: host.within.at(-1) ?? '', holder};
}

type Shown = {
  readonly state: string;
  readonly netns: {readonly name: string; readonly inode: number} | null;
  readonly owner: {readonly processes?: readonly {readonly pid: number}[]};
  readonly assessment: {readonly why: string};
};

/** The sockets that --json has of the port, seen from a host. */
async function socketsFrom({within}: Host, query = '', ...options: readonly string[]): Promise<readonly Shown[]> {
  const filter = ['-f', `port:${port} ${query}`];
  const {code, stdout, stderr} = await runToEnd([...within, ...program, '--json', ...filter, ...options]);
  assert.deepEqual([code, stderr], [0, '']);
  return JSON.parse(stdout).sockets;
}

const ownersOf = (sockets: readonly Shown[]): readonly number[] => [
  ...new Set(sockets.flatMap(({owner}) => owner.processes?.map(({pid}) => pid) ?? [])),
];

suite('network namespaces', {concurrency: 3, timeout: 60_000, ...needs('python3', 'lsof')}, () => {
  test('each have sockets of their own, with their own owners, whatever their addresses', async t => {
    const [home, other] = [await serve(t), await serve(t)];
    const all = await socketsFrom(home.host);
    const [own, its] = [null, other.name].map(name => all.filter(({netns}) => (netns?.name ?? null) === name));
    assert.deepEqual([own?.length, its?.length], [3, 3]);
    assert.deepEqual([ownersOf(own ?? []), ownersOf(its ?? [])], [[home.holder.pid], [other.holder.pid]]);
    assert.equal(`net:[${its?.[0]?.netns?.inode}]`, readlinkSync(`/proc/${other.holder.pid}/ns/net`));
    const listener = its?.find(({state}) => state === 'LISTEN');
    assert.equal(listener?.assessment.why, 'its namespace only');
  });

  test('are chosen by name, by inode and by `host`', async t => {
    const [home, other] = [await serve(t), await serve(t)];
    const inode = readlinkSync(`/proc/${other.holder.pid}/ns/net`);
    for (const options of [['', '--netns', other.name], ['', '--netns', inode], [`netns:${other.name}`]]) {
      const sockets = await socketsFrom(home.host, ...options);
      assert.deepEqual([sockets.length, ownersOf(sockets)], [3, [other.holder.pid]], `${options}`);
    }
    for (const options of [['', '--netns', 'host'], ['netns:host']]) {
      const sockets = await socketsFrom(home.host, ...options);
      assert.deepEqual([sockets.length, ownersOf(sockets)], [3, [home.holder.pid]], `${options}`);
    }
    const {code, stderr} = await runToEnd([...home.host.within, ...program, '--once', '--netns', 'nowhere']);
    assert.equal(code, 2);
    assert.match(stderr, /^portwatch: no network namespace is called nowhere: there are host, \S+/);
  });

  test('have a column, and lsof looks into the one of the socket', async t => {
    const [home, other] = [await serve(t), await serve(t)];
    const options = ['-i', '0.5', '-f', `netns:${other.name} is:v4 state:listen`];
    const terminal = openTerminal(t, [...home.host.within, ...program, ...options], {columns: 160, rows: 40});
    await terminal.waitFor('shows the socket of the other namespace alone', lines => {
      const rows = lines.filter(line => line.includes(`127.0.0.1:${port}`));
      return lines.some(line => line.includes(' NETNS ')) && rows.length === 1 && (rows[0] ?? '').includes('pwe2e-');
    });
    await terminal.press('l');
    await terminal.waitFor('shows that lsof found it there', lines => {
      const text = lines.join('\n');
      return /cross-check +pass/.test(text) && text.includes(`nsenter --net=/proc/${other.holder.pid}/ns/net -- lsof`);
    });
    await terminal.press('q', 'q');
    assert.equal((await terminal.exited).code, 0);
  });

  test('are read by their processes where there would be no way home', async t => {
    const host = await openHost(t);
    // In a user namespace it may enter the network namespaces that were made there, and not the one it came from.
    const inside = ['unshare', '--user', '--map-root-user', pathOf('python3') ?? 'python3', '-c', besideServer];
    const {code, stdout, stderr} = await runToEnd([...host.within, ...inside, ...program, '--json']);
    assert.deepEqual([code, stderr], [0, '']);
    const sockets: readonly Shown[] = JSON.parse(stdout).sockets;
    assert.equal(sockets.filter(({netns, state}) => netns !== null && state === 'LISTEN').length, 1);
  });
});

/** Runs a command beside a server in a network namespace of its own. */
const besideServer = `
import subprocess, sys
server = """
import socket, sys
s = socket.socket()
s.bind(("127.0.0.1", ${port}))
s.listen()
print(flush=True)
sys.stdin.read()
"""
command = ["unshare", "--net", sys.executable, "-c", server]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as beside:
    beside.stdout.readline()
    code = subprocess.run(sys.argv[1:]).returncode
    beside.stdin.close()
sys.exit(code)
`;

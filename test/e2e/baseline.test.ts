import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {assertSocketShape} from './helpers/contract.ts';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {
  canMakeGroups,
  type End,
  installBinary,
  installScript,
  openDirectory,
  type Run,
  runner,
  type Service,
  startService,
} from './helpers/services.ts';

const tcp = (address: string, port: number): End => ['tcp', address, port];

type Start = (
  command: readonly string[],
  how: {readonly workers?: number; readonly ends?: readonly End[]; readonly unit?: string},
) => Promise<Service>;

/** One service, how it is started first, and how it is changed after it was accepted. */
type Case = {
  readonly name: string;
  /** The ports that are looked at afterwards. */
  readonly ports: readonly number[];
  readonly first: (start: Start, directory: string) => Promise<Service>;
  readonly later: (start: Start, directory: string) => Promise<Service>;
  /** Whether its processes are put into units, as systemd does it. */
  readonly needsGroups?: true;
  /** The one difference, as its kind and its socket; null: none. */
  readonly drift: string | null;
};

const script = (directory: string, port: number, comment?: string): readonly string[] =>
  installScript(directory, `app-${port}.py`, comment);

const allCases: readonly Case[] = [
  {
    name: 'another executable on the port',
    ports: [4001],
    first: (start, directory) => start(script(directory, 4001), {ends: [tcp('0.0.0.0', 4001)]}),
    later: (start, directory) => start(installBinary(directory, 'other', 1), {ends: [tcp('0.0.0.0', 4001)]}),
    drift: 'owner tcp 0.0.0.0:4001',
  },
  {
    name: '0.0.0.0 in place of 127.0.0.1',
    ports: [4002],
    first: (start, directory) => start(script(directory, 4002), {ends: [tcp('127.0.0.1', 4002)]}),
    later: (start, directory) => start(script(directory, 4002), {ends: [tcp('0.0.0.0', 4002)]}),
    drift: 'widened tcp 0.0.0.0:4002',
  },
  {
    name: 'a second port',
    ports: [4003, 4033],
    first: (start, directory) => start(script(directory, 4003), {ends: [tcp('0.0.0.0', 4003)]}),
    later: (start, directory) => start(script(directory, 4003), {ends: [tcp('0.0.0.0', 4003), tcp('0.0.0.0', 4033)]}),
    drift: 'new tcp 0.0.0.0:4033',
  },
  {
    name: 'other bytes of a script that no package has',
    ports: [4004],
    first: (start, directory) => start(script(directory, 4004), {ends: [tcp('0.0.0.0', 4004)]}),
    later: (start, directory) => start(script(directory, 4004, 'changed'), {ends: [tcp('0.0.0.0', 4004)]}),
    drift: 'replaced tcp 0.0.0.0:4004',
  },
  {
    name: 'other bytes of a program that no package has',
    ports: [4005],
    first: (start, directory) => start(installBinary(directory, 'agentd', 1), {ends: [tcp('0.0.0.0', 4005)]}),
    later: (start, directory) => start(installBinary(directory, 'agentd', 2), {ends: [tcp('0.0.0.0', 4005)]}),
    drift: 'replaced tcp 0.0.0.0:4005',
  },
  {
    name: 'a start',
    ports: [4010],
    first: (start, directory) => start(script(directory, 4010), {ends: [tcp('0.0.0.0', 4010)]}),
    later: (start, directory) => start(script(directory, 4010), {ends: [tcp('0.0.0.0', 4010)]}),
    drift: null,
  },
  {
    name: 'IPv4 and IPv6 in place of IPv4',
    ports: [4011],
    first: (start, directory) => start(script(directory, 4011), {ends: [tcp('0.0.0.0', 4011)]}),
    later: (start, directory) => start(script(directory, 4011), {ends: [tcp('::', 4011)]}),
    drift: null,
  },
  {
    name: 'another number of workers',
    ports: [4012],
    first: (start, directory) => start(script(directory, 4012), {workers: 2, ends: [tcp('0.0.0.0', 4012)]}),
    later: (start, directory) => start(script(directory, 4012), {workers: 5, ends: [tcp('0.0.0.0', 4012)]}),
    drift: null,
  },
  {
    name: 'another unit',
    ports: [4006],
    needsGroups: true,
    first: (start, directory) => start(script(directory, 4006), {ends: [tcp('0.0.0.0', 4006)], unit: 'pw-app.service'}),
    later: (start, directory) => start(script(directory, 4006), {ends: [tcp('0.0.0.0', 4006)], unit: 'pw-b.service'}),
    drift: 'unit tcp 0.0.0.0:4006',
  },
  {
    name: 'a start by the same unit',
    ports: [4013],
    needsGroups: true,
    first: (start, directory) => start(script(directory, 4013), {ends: [tcp('0.0.0.0', 4013)], unit: 'pw-c.service'}),
    later: (start, directory) => start(script(directory, 4013), {ends: [tcp('0.0.0.0', 4013)], unit: 'pw-c.service'}),
    drift: null,
  },
];

const cases = allCases.filter(({needsGroups = false}) => !needsGroups || canMakeGroups());

/** A host with every service of the cases as it is started first, all of them accepted. */
async function openAccepted(t: TestContext) {
  const host = await openHost(t);
  const directory = openDirectory(t);
  const start: Start = (command, how) => startService(t, host, command, how);
  const services = await Promise.all(cases.map(({first}) => first(start, directory)));
  const run = runner(host, directory);
  const accepted = await run('--accept', '--yes');
  assert.deepEqual([accepted.code, accepted.stderr], [0, ''], accepted.stdout);
  return {directory, start, services, run};
}

const filterOf = (ports: readonly number[]): readonly string[] => ['--filter', `lport:${ports.join('|')}`];

/** The differences as their kind and their socket, with the exit code of `--fail-on drift`. */
async function driftOf(run: Run, ports: readonly number[]) {
  const {code, stdout, stderr} = await run('--drift', '--fail-on', 'drift', ...filterOf(ports));
  assert.equal(stderr, '');
  const lines = stdout.split('\n').filter(line => line !== '');
  return {code, lines: lines.map(line => line.split(/ {2,}/).slice(0, 2).join(' '))};
}

suite('services that were accepted', needs('python3', 'gcc'), () => {
  test('each change has exactly one name, and what is no change has none', {timeout: 120_000}, async t => {
    const {directory, start, services, run} = await openAccepted(t);
    const ports = cases.flatMap(each => each.ports);
    await t.test('nothing differs at first', async () => {
      assert.deepEqual(await driftOf(run, ports), {code: 0, lines: []});
    });
    await Promise.all(services.map(service => service.stop()));
    await t.test('each service that ended is gone, which is no reason to fail', async () => {
      const {code, stdout} = await run('--drift', '--fail-on', 'drift');
      assert.equal(code, 0);
      const lines = stdout.trimEnd().split('\n');
      assert.equal(lines.length, cases.length);
      for (const line of lines) assert.match(line, /^gone {2}tcp 40\d\d +\S+ +no socket$/);
    });
    await Promise.all(cases.map(({later}) => later(start, directory)));
    for (const {name, ports: own, drift} of cases) {
      await t.test(`${name}: ${drift ?? 'no drift'}`, async () => {
        const expected = drift === null ? {code: 0, lines: []} : {code: 1, lines: [drift]};
        assert.deepEqual(await driftOf(run, own), expected);
      });
    }
    for (const {name} of allCases.filter(each => !cases.includes(each))) {
      await t.test(name, {skip: 'needs control groups that can be written'});
    }
    await t.test('JSON has the same, side by side, and accepted sockets count for no verdict', async () => {
      const {stdout} = await run('--json', ...filterOf([4001]));
      const {summary, sockets, baseline} = JSON.parse(stdout);
      assert.deepEqual([summary.accepted, summary.drifted, summary.new], [0, 1, 0]);
      assert.equal(baseline.path, join(directory, 'baseline.toml'));
      assertSocketShape(sockets[0]);
      assert.deepEqual(sockets[0].acceptance.drift, ['owner']);
      assert.match(sockets[0].acceptance.differences[0].accepted, /app-4001\.py of root$/);
      assert.match(sockets[0].acceptance.differences[0].seen, /\/other of root/);
      const fine = await run('--once', '--fail-on', 'learn', ...filterOf([4010, 4011]));
      assert.equal(fine.code, 0, fine.stdout);
      assert.equal((await run('--once', '--fail-on', 'drift', ...filterOf([4002]))).code, 1);
    });
    rmSync(join(directory, 'baseline.toml'));
    await t.test('without the baseline they count again', async () => {
      assert.equal((await run('--once', '--fail-on', 'learn', ...filterOf([4010]))).code, 1);
    });
  });
});

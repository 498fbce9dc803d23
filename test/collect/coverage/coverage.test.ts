import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {readCoverage, withCoverage} from '../../../source/collect/coverage/coverage.ts';
import {familyProblem} from '../../../source/collect/coverage/family-problem.ts';
import {namespaceProblem} from '../../../source/collect/coverage/namespace-problem.ts';
import {trusted} from '../../../source/domain/text.ts';
import {snapshot} from '../../helpers/build.ts';

const root = mkdtempSync(join(tmpdir(), 'portwatch-coverage-'));
after(() => rmSync(root, {recursive: true}));

/** A procfs of processes in these network namespaces; the first is our own. */
function fakeProc(name: string, namespaces: readonly number[], tables: Readonly<Record<string, string>> = {}): string {
  const proc = join(root, name);
  namespaces.forEach((inode, index) => {
    const directory = join(proc, index === 0 ? 'self' : String(100 + index), 'ns');
    mkdirSync(directory, {recursive: true});
    symlinkSync(`net:[${inode}]`, join(directory, 'net'));
  });
  mkdirSync(join(proc, 'net'), {recursive: true});
  for (const [file, text] of Object.entries(tables)) writeFileSync(join(proc, 'net', file), text);
  return proc;
}

async function texts(proc: string, hasLsof = true): Promise<readonly string[]> {
  const {families, namespaces, problems} = await readCoverage({proc, hasTool: async () => hasLsof});
  return [...familyProblem(families, []), ...namespaceProblem(namespaces), ...problems].map(({text}) => text);
}

test('a host with one network namespace, no unread family and lsof is covered', async () => {
  assert.deepEqual(await texts(fakeProc('plain', [1, 1, 1])), []);
});

test('each other network namespace counts once', async () => {
  assert.deepEqual(await texts(fakeProc('one', [1, 1, 2, 2])), ['1 other network namespace not read']);
  assert.deepEqual(await texts(fakeProc('three', [1, 2, 3, 4, 4])), ['3 other network namespaces not read']);
});

test('sockets of families that are not read are counted', async () => {
  const proc = fakeProc('udplite', [1], {udplite: 'heading\n one\n two\n', udplite6: 'heading\n three\n'});
  assert.deepEqual(await texts(proc), ['3 sockets of other kinds not read: UDP-Lite 3']);
});

test('XDP sockets are counted by the table of protocols, and no sockets that have rows', async () => {
  const protocols = [
    'protocol  size sockets  memory press maxhdr  slab module',
    'AF_VSOCK  1240      0      -1   NI       0   yes  kernel',
    'XDP       1088      2      -1   NI       0   no   kernel',
    'UDP       1152      9       4   NI       0   yes  kernel',
    'PING      1016      1      -1   NI       0   yes  kernel',
  ].join('\n');
  const proc = fakeProc('xdp', [1], {icmp: 'heading\n one\n', protocols});
  assert.deepEqual(await texts(proc), ['2 sockets of other kinds not read: XDP 2']);
});

test('sockets that never leave the machine are counted apart, and are no gap', async () => {
  const protocols = [
    'protocol  size sockets  memory press maxhdr  slab module',
    'UNIX-STREAM 1152    300      -1   NI       0   yes  kernel',
    'UNIX      1152     12      -1   NI       0   yes  kernel',
    'NETLINK   1096     14      -1   NI       0   no   kernel',
    'ALG       1096      0      -1   NI       0   no   kernel',
  ].join('\n');
  const proc = fakeProc('local', [1], {protocols});
  assert.deepEqual(await texts(proc), []);
  const source = {id: 'procfs', poll: async () => snapshot([]), close() {}} as const;
  const {localFamilies} = await withCoverage(source, {proc}).poll();
  assert.deepEqual(localFamilies, [
    {name: 'UNIX', count: 312},
    {name: 'netlink', count: 14},
  ]);
});

test('sockets of other network namespaces are counted with those of our own', async () => {
  const protocols = (unix: number) =>
    `protocol  size sockets  memory\nUNIX      1152    ${unix}      -1   NI       0   yes  kernel\n`;
  const proc = fakeProc('namespaces', [1], {protocols: protocols(7)});
  const otherCounts = [
    new Map([
      ['UNIX-STREAM', 300],
      ['TCP', 5],
    ]),
    new Map([
      ['UNIX', 3],
      ['SCTP', 2],
    ]),
  ];
  const taken = {...snapshot([]), namespaces: {found: 3, unread: []}, otherCounts};
  const source = {id: 'netlink', poll: async () => taken, close() {}} as const;
  const {localFamilies, problems} = await withCoverage(source, {proc}).poll();
  assert.deepEqual(localFamilies, [{name: 'UNIX', count: 310}]);
  assert.deepEqual(
    problems.map(({text}) => text),
    ['2 sockets of other kinds not read: SCTP 2'],
  );
});

test('a missing lsof is a problem', async () => {
  assert.deepEqual(await texts(fakeProc('bare', [1]), false), ['lsof is not installed']);
});

test('coverage is added to snapshots, and read again only after a while', async () => {
  const proc = fakeProc('again', [1, 2]);
  let now = 0;
  const problem = {kind: 'x', count: 1, text: trusted('of the source')};
  const source = {id: 'procfs', poll: async () => snapshot([], [problem]), close() {}} as const;
  const collector = withCoverage(source, {proc, now: () => now});
  const problems = async () => (await collector.poll()).problems.map(({text}) => text);
  assert.deepEqual(await problems(), ['of the source', '1 other network namespace not read']);
  rmSync(join(proc, '101'), {recursive: true});
  now = 5000;
  assert.deepEqual(await problems(), ['of the source', '1 other network namespace not read']);
  now = 10_000;
  assert.deepEqual(await problems(), ['of the source']);
});

test('coverage is read again once the clock was set back', async () => {
  const proc = fakeProc('back', [1, 2]);
  let now = 1_000_000;
  const source = {id: 'procfs', poll: async () => snapshot([]), close() {}} as const;
  const collector = withCoverage(source, {proc, now: () => now});
  assert.equal((await collector.poll()).problems.length, 1);
  rmSync(join(proc, '101'), {recursive: true});
  now = 0;
  assert.deepEqual((await collector.poll()).problems, []);
});

test('a quick snapshot is handed on as it is', async () => {
  const taken = snapshot([]);
  const bare = {id: 'procfs', poll: async () => taken, close() {}} as const;
  const options = {proc: fakeProc('quick', [1, 2])};
  assert.equal(await withCoverage({...bare, quickSnapshot: async () => taken}, options).quickSnapshot?.(), taken);
  assert.equal('quickSnapshot' in withCoverage(bare, options), false);
});

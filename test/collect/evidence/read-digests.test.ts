import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {createEvidenceTable} from '../../../source/collect/evidence/evidence-table.ts';
import {digestsDue, pathToHash, readDigests} from '../../../source/collect/evidence/read-digests.ts';
import {withEvidence} from '../../../source/collect/evidence/with-evidence.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {type Known, known, unknown} from '../../../source/domain/known.ts';
import type {Collector} from '../../../source/domain/snapshot.ts';
import type {ListedProcess} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {safeFiles} from '../../../source/linux/guarded-files.ts';
import {readDigest} from '../../../source/system/packages/file-digest.ts';
import {process, socket} from '../../helpers/build.ts';
import {createFakeHost} from '../owners/fake-host.ts';

const nothing: ReadonlySet<string> = new Set();

/** Two processes of /usr/bin/app and one of /usr/bin/other, and a count of the digests that were read. */
function createScene(current: ReadonlySet<string>, digestOf: () => Known<string> = () => known('abc')) {
  const hashed = {current};
  const read: string[] = [];
  const {files} = createFakeHost();
  let sockets = ['/usr/bin/app', '/usr/bin/app', '/usr/bin/other'].map((path, index) =>
    socket(
      `tcp LISTEN 0.0.0.0:${8080 + index}`,
      known([{process: process(path, {pid: 10 + index}), descriptors: [3]}]),
    ),
  );
  let now = 1_000_000;
  const collector: Collector = {
    id: 'procfs',
    poll: async () => ({takenAt: now, took: 1, host: trusted('host'), source: 'procfs', sockets, problems: []}),
    close() {},
  };
  const wrapped = withEvidence(collector, {
    files,
    now: () => now,
    placeOf: () => null,
    findPackages: async () => new Map(),
    isExpected: () => false,
    isTelling: () => false,
    readHost: async () => noEvidence.host,
    hashed,
    readDigest: async path => {
      read.push(path);
      return digestOf();
    },
  });
  /** The digest of each process at a poll, and what came of the reading that followed. */
  const poll = async (isRead: boolean): Promise<readonly Known<string>[]> => {
    const done = new Promise<void>(resolve => wrapped.onEvidence?.(resolve));
    const {evidence} = await wrapped.poll();
    if (isRead) await done;
    return [...(evidence?.processes.values() ?? [])].map(({digest}) => digest);
  };
  return {
    hashed,
    read,
    poll,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
    /** From now on the same sockets come in another array. */
    renew: () => {
      sockets = [...sockets];
    },
  };
}

const intact = {state: 'intact', file: unknown('not-collected'), package: unknown('not-collected')} as const;
const [pending, notCollected] = [unknown('pending'), unknown('not-collected')];

test('without an expected digest none is read', async () => {
  const {poll, read} = createScene(nothing);
  await poll(true);
  assert.deepEqual(await poll(false), [notCollected, notCollected, notCollected]);
  assert.deepEqual(read, []);
});

test('digests are read of the processes alone whose file is expected, after the poll', async () => {
  const {poll, read} = createScene(new Set(['/usr/bin/app']));
  assert.deepEqual(await poll(true), [pending, pending, notCollected]);
  assert.deepEqual(read, ['/proc/10/exe', '/proc/11/exe']);
  assert.deepEqual(await poll(false), [known('abc'), known('abc'), notCollected]);
});

test('of a program that runs a script both files are read where both are expected', async () => {
  const each = process('/usr/bin/python3.11', {pid: 10});
  const code = known({kind: 'file', path: trusted('/srv/x.py'), ...intact} as const);
  const readOf = async (...paths: readonly string[]) => {
    const table = createEvidenceTable(noEvidence.host);
    table.keep(new Set([each]));
    const hashed = {current: new Set(paths)};
    table.set(each, {code, ...digestsDue(each, code, hashed)});
    const due = table.get(each);
    await readDigests([each], table, {
      hashed,
      files: createFakeHost().files,
      baseOf: ({pid}) => `/proc/${pid}`,
      read: async path => known(path),
      signal: new AbortController().signal,
    });
    const found = table.get(each);
    return [due?.digest, due?.exeDigest, found?.digest, found?.exeDigest];
  };
  const [script, exe] = [known('/proc/10/root/srv/x.py'), known('/proc/10/exe')];
  assert.deepEqual(await readOf('/srv/x.py', '/usr/bin/python3.11'), [pending, pending, script, exe]);
  assert.deepEqual(await readOf('/srv/x.py'), [pending, notCollected, script, notCollected]);
  assert.deepEqual(await readOf('/usr/bin/python3.11'), [notCollected, pending, notCollected, exe]);
});

test('a file that could not be read is unknown, with the reason', async () => {
  const {poll} = createScene(new Set(['/usr/bin/other']), () => unknown('too-large'));
  await poll(true);
  assert.deepEqual(await poll(false), [notCollected, notCollected, unknown('too-large')]);
});

test('other expectations count from the next poll on, also where the sockets are the same', async () => {
  const {poll, read, hashed, wait} = createScene(nothing);
  await poll(true);
  hashed.current = new Set(['/usr/bin/other']);
  wait(1000);
  assert.deepEqual(await poll(true), [notCollected, notCollected, pending]);
  assert.deepEqual(read, ['/proc/12/exe']);
  assert.deepEqual(await poll(false), [notCollected, notCollected, known('abc')]);
  hashed.current = new Set(['/usr/bin/other', '/usr/bin/app']);
  wait(1000);
  assert.deepEqual(await poll(true), [pending, pending, known('abc')], 'what is known stays');
  hashed.current = nothing;
  wait(1000);
  assert.deepEqual(await poll(true), [notCollected, notCollected, notCollected]);
});

test('an expected digest is read again while the process lives', async () => {
  let digest = 'before';
  const {poll, wait, renew} = createScene(new Set(['/usr/bin/other']), () => known(digest));
  await poll(true);
  digest = 'after';
  wait(10_000);
  renew();
  assert.deepEqual((await poll(true)).at(-1), known('before'));
  assert.deepEqual((await poll(false)).at(-1), known('after'));
});

test('the file that runs is read, also through the root directory of its process', async t => {
  const child = spawn('/bin/sleep', ['600']);
  t.after(() => child.kill());
  await once(child, 'spawn');
  const base = `/proc/${child.pid}`;
  const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
  const read = (script: string | null): Promise<Known<string>> =>
    readDigest(pathToHash(base, script), 'sha256', new AbortController().signal);
  assert.deepEqual(await read(null), known(sha256(`${base}/exe`)));
  assert.deepEqual(await read('/etc/passwd'), known(sha256('/etc/passwd')));
  assert.equal((await read('/no/such/script')).known, false);
  assert.deepEqual(await read('/dev/zero'), unknown('not-collected'));
});

test('a script that changed after its process started is known as such', async t => {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-digest-'));
  t.after(() => rmSync(directory, {recursive: true}));
  symlinkSync('/', join(directory, 'root'));
  const path = join(directory, 'app.py');
  writeFileSync(path, 'pass\n');
  const file = {kind: 'file', path: trusted(path), state: 'intact', file: notCollected, package: notCollected} as const;
  for (const [age, expected] of [
    [-60_000, true],
    [60_000, false],
  ] as const) {
    const each = process('/usr/bin/python3.11', {pid: 10, startedAt: Date.now() + age}) as ListedProcess;
    const table = createEvidenceTable(noEvidence.host);
    table.keep(new Set([each]));
    table.set(each, {code: known(file)});
    await readDigests([each], table, {
      hashed: {current: new Set([path])},
      files: safeFiles,
      baseOf: () => directory,
      read: readDigest,
      signal: new AbortController().signal,
    });
    assert.deepEqual(table.get(each)?.changedSinceStart, known(expected));
  }
});

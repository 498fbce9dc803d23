import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {type TestContext, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {keepMetrics, metricsOnce, publishMetrics} from '../../../source/cli/commands/write-metrics.ts';
import {Failure} from '../../../source/cli/failure.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import {trusted} from '../../../source/domain/text.ts';
import {owner, showAll, snapshot, socket} from '../../helpers/build.ts';
import {settingsOf} from '../../helpers/example-host.ts';
import {parseExposition} from '../../helpers/parse-exposition.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const web = socket('tcp LISTEN 0.0.0.0:80', owner('/usr/sbin/nginx'));

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'portwatch-metrics-'));
  t.after(() => rmSync(path, {recursive: true, force: true}));
  return path;
}

const refuses = (reason: string) => (error: unknown) => error instanceof Failure && error.reason === reason;

test('metrics are a file that everybody may read, whatever the mask and the file before', async t => {
  const path = join(folder(t), 'portwatch.prom');
  const mask = process.umask(0o077);
  t.after(() => process.umask(mask));
  await publishMetrics(path, 'a 1\n');
  assert.deepEqual([readFileSync(path, 'utf8'), statSync(path).mode & 0o7777], ['a 1\n', 0o644]);
  chmodSync(path, 0o600);
  await publishMetrics(path, 'a 2\n');
  assert.deepEqual([readFileSync(path, 'utf8'), statSync(path).mode & 0o7777], ['a 2\n', 0o644]);
});

test('while metrics are written, no file beside them has a name that a collector reads', async t => {
  const directory = folder(t);
  const path = join(directory, 'portwatch.prom');
  const seen = new Set<string>();
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      for (const name of readdirSync(directory)) seen.add(name);
      await new Promise(setImmediate);
    }
  })();
  for (let count = 0; count < 50; count++) await publishMetrics(path, `a ${count}\n`);
  isDone = true;
  await watching;
  const others = [...seen].filter(name => name !== 'portwatch.prom');
  assert.ok(others.length > 0, 'a part was seen');
  assert.deepEqual(
    others.filter(name => name.endsWith('.prom') || !name.startsWith('.')),
    [],
  );
  assert.deepEqual(readdirSync(directory), ['portwatch.prom']);
});

test('only a file is replaced: no directory, link or device', async t => {
  const directory = folder(t);
  const [link, inner] = [join(directory, 'link'), join(directory, 'inner')];
  writeFileSync(join(directory, 'target'), 'precious');
  symlinkSync('target', link);
  mkdirSync(inner);
  for (const path of [link, inner, '/dev/stdout', '/dev/null'])
    await assert.rejects(
      publishMetrics(path, 'a 1\n'),
      refuses(`could not write ${path}: it is there, and no regular file`),
    );
  assert.equal(readFileSync(link, 'utf8'), 'precious');
});

test('a directory that is not there is named as the reason', async t => {
  const path = join(folder(t), 'nowhere', 'portwatch.prom');
  await assert.rejects(publishMetrics(path, 'a 1\n'), refuses(`could not write ${path}: there is no such directory`));
});

/** Keeps metrics over polls that return these snapshots, or fail, and publishings that fail where a reason is given. */
async function keep(
  polls: readonly (Snapshot | Error)[],
  reasons: readonly (string | null)[] = [],
): Promise<{texts: readonly string[]; errors: string; closed: number}> {
  const controller = new AbortController();
  const errors = new PassThrough();
  const texts: string[] = [];
  let [polled, published, closed] = [0, 0, 0];
  const poll = async (): Promise<Snapshot> => {
    const result = polls[polled++];
    if (result instanceof Error) throw result;
    if (result) return result;
    controller.abort();
    return new Promise(() => {});
  };
  await keepMetrics({
    collector: {id: 'procfs', poll, close: () => closed++},
    settings: settingsOf(),
    typeFilter: showAll,
    start: {},
    interval: 1,
    errors,
    signal: controller.signal,
    publish: async text => {
      const reason = reasons[published++];
      if (reason) throw new Failure(trusted(reason));
      texts.push(text);
    },
  });
  return {texts, errors: errors.read()?.toString() ?? '', closed};
}

const portsOf = (text: string): readonly (string | undefined)[] =>
  (parseExposition(text).get('portwatch_listener_info')?.series ?? []).map(({labels}) => labels.port);

test('metrics are published at each refresh, and the end does not wait for a refresh', {timeout: 10_000}, async () => {
  const {texts, errors, closed} = await keep([snapshot([ssh]), snapshot([ssh, web]), snapshot([web])]);
  assert.deepEqual(texts.map(portsOf), [['22'], ['80', '22'], ['80']]);
  assert.deepEqual([errors, closed], ['', 1]);
});

test('metrics that cannot be published at first are a failure', async () => {
  await assert.rejects(keep([snapshot([ssh])], ['could not write x: the disk is full']), Failure);
});

test('a later failure is reported once for as long as it lasts, and does not end it', async () => {
  const full = 'could not write x: the disk is full';
  const {texts, errors} = await keep(
    Array.from({length: 7}, () => snapshot([ssh])),
    [null, full, full, full, null, full, null],
  );
  assert.equal(texts.length, 3);
  assert.equal(errors, `portwatch: ${full}\n`.repeat(2));
});

test('a refresh that fails is reported, and the next good one is published', async () => {
  const {texts, errors} = await keep([new Error('no table'), new Error('no table'), snapshot([ssh])]);
  assert.deepEqual([texts.length, errors], [1, 'portwatch: a refresh failed: no table\n']);
});

test('metrics of one snapshot close the source', async () => {
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
  };
  const collector = {id: 'procfs', poll: async () => snapshot([ssh]), close} as const;
  const text = await metricsOnce({collector, settings: settingsOf(), typeFilter: showAll, start: {}});
  assert.deepEqual([portsOf(text), isClosed], [['22'], true]);
});

test('refreshes of the past are not kept in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const controller = new AbortController();
  const snapshots: WeakRef<Snapshot>[] = [];
  const poll = async (): Promise<Snapshot> => {
    const each = snapshot([ssh]);
    snapshots.push(new WeakRef(each));
    return each;
  };
  await keepMetrics({
    collector: {id: 'procfs', poll, close() {}},
    settings: settingsOf(),
    typeFilter: showAll,
    start: {},
    interval: 1,
    errors: new PassThrough(),
    signal: controller.signal,
    publish: async () => {
      if (snapshots.length < 40) return;
      // WeakRef keeps what was looked at until the end of a turn of the event loop.
      await pause(1);
      collectGarbage();
      controller.abort();
    },
  });
  const kept = snapshots.filter(each => each.deref() !== undefined).length;
  assert.ok(kept < 10, `${kept} of ${snapshots.length}`);
});

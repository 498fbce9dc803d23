import assert from 'node:assert/strict';
import {test} from 'node:test';
import {NoSourceError, openCollector, type Source, sources} from '../../source/collect/open-collector.ts';
import type {Collector, SourceId} from '../../source/domain/snapshot.ts';
import {trusted} from '../../source/domain/text.ts';

const working = (id: SourceId): Source => ({
  id,
  open: async (): Promise<Collector> => ({
    id,
    poll: async () => ({
      takenAt: 0,
      took: 0,
      host: trusted('host'),
      source: id,
      sockets: [],
      problems: [{kind: 'own', count: 1, text: trusted('its own')}],
    }),
    close() {},
  }),
});
const failing = (id: SourceId, reason: string): Source => ({id, open: () => Promise.reject(new Error(reason))});
const problems = async (collector: Collector): Promise<string[]> =>
  (await collector.poll()).problems.map(({text}) => text);

test('the first source is taken when it works', async () => {
  const collector = await openCollector(null, {}, [working('netlink'), failing('procfs', 'never asked')]);
  assert.equal(collector.id, 'netlink');
  assert.deepEqual(await problems(collector), ['its own']);
});

test('a source that failed before the one that works is a problem of every snapshot', async () => {
  const collector = await openCollector(null, {}, [failing('netlink', 'no koffi\n  at x'), working('procfs')]);
  assert.equal(collector.id, 'procfs');
  for (let poll = 0; poll < 2; poll++) {
    assert.deepEqual(await problems(collector), ['netlink not available: no koffi, using procfs', 'its own']);
  }
});

test('only the forced source is tried', async () => {
  const collector = await openCollector('procfs', {}, [failing('netlink', 'never asked'), working('procfs')]);
  assert.deepEqual(await problems(collector), ['its own']);
});

test('when none works one line names each source, why it failed and what to do', async () => {
  const all = [failing('netlink', 'no koffi\x1b[8m'), failing('procfs', 'no table\nat y')];
  await assert.rejects(openCollector(null, {}, all), error => {
    assert.ok(error instanceof NoSourceError);
    assert.match(error.message, /netlink \(no koffi\\x1b\[8m\), procfs \(no table\).*--input/);
    assert.ok(!error.message.includes('\n'));
    return true;
  });
});

test('a forced source that fails, or is none, rejects with the reason', async () => {
  const all = [failing('netlink', 'no koffi'), working('procfs')];
  await assert.rejects(openCollector('netlink', {}, all), /netlink \(no koffi\).*--collector/);
  await assert.rejects(openCollector('saved', {}, all), /saved is no source of live sockets/);
});

test('a source of other systems is tried only where it is forced', async () => {
  const all: readonly Source[] = [
    {...failing('netlink', 'never asked'), platforms: ['linux']},
    {...working('tools'), platforms: ['darwin', 'win32']},
    working('systeminformation'),
  ];
  assert.deepEqual(await problems(await openCollector(null, {}, all, 'darwin')), ['its own']);
  assert.equal((await openCollector(null, {}, all, 'aix')).id, 'systeminformation');
  assert.equal((await openCollector('tools', {}, all, 'linux')).id, 'tools');
  await assert.rejects(openCollector(null, {}, all.slice(0, 1), 'aix'), error => {
    assert.doesNotMatch(error instanceof Error ? error.message : '', /proc/);
    return error instanceof NoSourceError;
  });
});

test('every system has its order of sources, the package last', () => {
  const order = (platform: string): string =>
    sources.flatMap(({id, platforms}) => ((platforms?.includes(platform) ?? true) ? [id] : [])).join(' ');
  assert.equal(order('linux'), 'netlink procfs systeminformation');
  for (const platform of ['darwin', 'win32', 'freebsd', 'openbsd', 'netbsd']) {
    assert.equal(order(platform), 'tools systeminformation', platform);
  }
});

test('on this host a source works', async () => {
  const collector = await openCollector(null);
  assert.ok(sources.some(({id}) => id === collector.id));
  collector.close();
});

test('a quick snapshot has the failed sources too, and a source without quick snapshots gets none', async () => {
  const glancing: Source = {
    id: 'procfs',
    open: async () => {
      const collector = await working('procfs').open({});
      return {...collector, quickSnapshot: () => collector.poll()};
    },
  };
  const sources = [failing('netlink', 'no koffi'), glancing];
  const glance = await (await openCollector(null, {}, sources)).quickSnapshot?.();
  assert.deepEqual(
    glance?.problems.map(({text}) => text),
    ['netlink not available: no koffi, using procfs', 'its own'],
  );
  assert.equal(
    (await openCollector(null, {}, [failing('netlink', 'no koffi'), working('procfs')])).quickSnapshot,
    undefined,
  );
});

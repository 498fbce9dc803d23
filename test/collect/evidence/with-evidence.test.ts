import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withEvidence} from '../../../source/collect/evidence/with-evidence.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import type {Collector} from '../../../source/domain/snapshot.ts';
import type {Process, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {process, socket} from '../../helpers/build.ts';
import {createFakeHost} from '../owners/fake-host.ts';

const held = (pid: number): Socket =>
  socket(
    'tcp LISTEN 0.0.0.0:8080',
    known([{process: process('/usr/bin/app', {pid, ...parts[pid]}), descriptors: [3]}]),
  );

/** Processes that are unlike the others, by pid. */
const parts: Readonly<Record<number, Partial<Pick<Process, 'container' | 'executable'>>>> = {
  20: {container: {runtime: 'docker', id: trusted('0123456789ab'), name: null, image: null}},
  21: {executable: unknown('refused')},
};

/** A host on which every reading of dear evidence takes this many milliseconds, and each look at the clock `tick`. */
function createScene(took: number, tick = 0) {
  const {files} = createFakeHost();
  let now = 1_000_000;
  let sockets: readonly Socket[] = [];
  let readings = 0;
  const collector: Collector = {
    id: 'procfs',
    poll: async () => ({
      takenAt: now,
      took: 1,
      host: trusted('host'),
      source: 'procfs',
      sockets: [...sockets],
      problems: [],
    }),
    close() {},
  };
  const wrapped = withEvidence(collector, {
    files,
    now: () => {
      now += tick;
      return now;
    },
    placeOf: () => null,
    findPackages: async paths => {
      if (paths.length > 0) {
        readings++;
        now += took;
      }
      return new Map();
    },
    isExpected: () => false,
    isTelling: () => false,
    readHost: async () => noEvidence.host,
  });
  let heard = (): void => {};
  wrapped.onEvidence?.(() => heard());
  return {
    readings: () => readings,
    /** Polls these many milliseconds later, and waits for the dear evidence that the poll asks for. */
    poll: async (later: number, pids: readonly number[], isRead: boolean) => {
      now += later;
      sockets = pids.map(held);
      const done = new Promise<void>(resolve => {
        heard = resolve;
      });
      await wrapped.poll();
      if (isRead) await done;
    },
    /** The snapshot after all that was read so far. */
    snapshot: () => wrapped.poll(),
  };
}

test('dear evidence of a new process is read at once', async () => {
  const {poll, readings} = createScene(10);
  await poll(0, [10], true);
  await poll(1000, [10, 11], true);
  assert.equal(readings(), 2);
});

test('after a long reading of dear evidence comes a rest, even where processes come at every poll', async () => {
  const {poll, readings} = createScene(100);
  await poll(0, [10], true);
  await poll(1000, [10, 11], false);
  await poll(900, [10, 11, 12], false);
  assert.equal(readings(), 1);
  // What came during the rest is owed, also where nothing new comes.
  await poll(100, [10, 11, 12], true);
  assert.equal(readings(), 2);
});

test('dear evidence is read anew after ten seconds', async () => {
  const {poll, readings} = createScene(10);
  await poll(0, [10], true);
  await poll(9000, [10], false);
  assert.equal(readings(), 1);
  await poll(1000, [10], true);
  assert.equal(readings(), 2);
});

test('no part of the evidence of a process is left pending once all was read', async () => {
  for (const pid of [10, 20, 21]) {
    const {poll, snapshot} = createScene(10);
    await poll(0, [pid], true);
    const {evidence} = await snapshot();
    const [read] = evidence?.processes.values() ?? [];
    assert.ok(read);
    const pending = Object.entries(read).filter(([, part]) => !part.known && part.why === 'pending');
    assert.deepEqual(pending, [], String(pid));
    if (pid !== 10) assert.deepEqual(read.package, unknown(pid === 20 ? 'other-namespace' : 'refused'));
  }
});

test('cheap evidence of many processes comes in parts, and the snapshot says how many are left', async () => {
  const {poll, snapshot} = createScene(10, 1);
  const pids = Array.from({length: 1500}, (_, index) => 100 + index);
  await poll(0, pids, true);
  const texts: string[][] = [];
  for (let call = 0; call < 4; call++) {
    const {problems, evidence} = await snapshot();
    texts.push(problems.map(({text}) => String(text)));
    const pending = [...(evidence?.processes.values() ?? [])].filter(({code}) => !code.known && code.why === 'pending');
    assert.equal(texts.at(-1)?.length, pending.length > 0 ? 1 : 0);
  }
  assert.match(texts[0]?.[0] ?? '', /^\d+ processes to be checked$/);
  assert.deepEqual(texts.at(-1), []);
});

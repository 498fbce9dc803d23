import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createOwnerIndex} from '../../../source/collect/owners/owner-index.ts';
import {createFakeHost} from './fake-host.ts';
import {ownerText, rowOf} from './requests.ts';

/** A host with processes 1 to 900, of which 250 holds socket 7; a call reads 100 of a full scan. */
function crowd() {
  const {processes, files} = createFakeHost();
  for (let pid = 2; pid <= 900; pid++) processes.set(pid, {start: pid, open: new Map()});
  processes.get(250)?.open.set(3, 7);
  const index = createOwnerIndex({files, euid: 0, scanPart: {least: 100, time: -1}});
  const resolve = async (now: number, ...inodes: number[]) => {
    const {owners, problems, isPartial} = await index.resolve(
      inodes.map(inode => rowOf(inode)),
      now,
    );
    return {owners: owners.map(ownerText), problems: problems.map(({text}) => String(text)), isPartial};
  };
  return {processes, index, resolve};
}

test('the first scan of many processes takes several calls, and says how far it is', async () => {
  const {index, resolve} = crowd();
  assert.deepEqual(await resolve(0, 7), {
    owners: ['pending'],
    problems: ['800 of 900 processes to be read'],
    isPartial: true,
  });
  assert.equal(await index.isStale(1), true, 'the scan goes on');
  assert.deepEqual((await resolve(1, 7)).problems, ['700 of 900 processes to be read']);
  for (let now = 2; now < 8; now++) await resolve(now, 7);
  assert.deepEqual(await resolve(8, 7), {owners: ['250:3'], problems: [], isPartial: false});
});

test('while the first scan is under way, a process that lets go of a socket is named no more', async () => {
  const {processes, resolve} = crowd();
  await resolve(0, 7);
  await resolve(1, 7);
  assert.deepEqual((await resolve(2, 7)).owners, ['250:3']);
  processes.get(250)?.open.clear();
  assert.deepEqual((await resolve(3, 7)).owners, ['pending']);
});

test('a socket counts as one without a process only when all were read twice', async () => {
  const {resolve} = crowd();
  const seen: (string | undefined)[] = [];
  for (let call = 0; call < 30; call++) seen.push((await resolve(call * 3000, 8)).owners[0]);
  assert.deepEqual([...new Set(seen)], ['pending', 'exited', 'no-process']);
  assert.ok(seen.indexOf('no-process') >= 17);
});

test('between the parts of a later scan, new processes and new sockets are searched as ever', async () => {
  const {processes, resolve} = crowd();
  for (let now = 0; now < 9; now++) await resolve(now, 7);
  const due = 10_010;
  await resolve(due, 7);
  // The scan has gone past this process, and has not listed the other one.
  processes.get(4)?.open.set(5, 8);
  processes.set(1000, {start: 1000, open: new Map([[3, 7]])});
  assert.deepEqual((await resolve(due + 1, 7, 8)).owners, ['250:3 1000:3', '4:5']);
  processes.get(250)?.open.clear();
  assert.deepEqual((await resolve(due + 2, 7, 8)).owners, ['1000:3', '4:5']);
});

test('a full scan that took long rests long, also where it had a single part', async context => {
  const {files} = createFakeHost();
  let clock = 0;
  context.mock.method(performance, 'now', () => clock);
  let isSlow = true;
  const names = (path: string): ReturnType<typeof files.names> => {
    // A scan lists the processes at its start and at its end.
    if (isSlow) clock += 1000;
    return files.names(path);
  };
  const index = createOwnerIndex({files: {...files, names}, euid: 0, scanPart: {least: 100, time: 200}});
  await index.resolve([rowOf(7)], 0);
  isSlow = false;
  const stale: boolean[] = [];
  for (const now of [10_010, 39_990, 40_010]) stale.push(await index.isStale(now));
  assert.deepEqual(stale, [false, false, true]);
});

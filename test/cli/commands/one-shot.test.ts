import assert from 'node:assert/strict';
import {test} from 'node:test';
import {summarise} from '../../../source/app/table/summary.ts';
import {oneShot, reaches} from '../../../source/cli/commands/one-shot.ts';
import {rulesText} from '../../../source/cli/commands/rules.ts';
import {failReasons} from '../../../source/cli/options-table.ts';
import type {Acceptance} from '../../../source/domain/baseline.ts';
import type {Collector} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {checkWords} from '../../../source/judge/checks/index.ts';
import {rules} from '../../../source/judge/rules/index.ts';
import {acceptanceOf, acceptedAs} from '../../helpers/acceptance.ts';
import {acceptAll} from '../../helpers/baseline.ts';
import {hidden, owner, ownerOf, process, showAll, snapshot, socket} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';
import {settingsOf} from '../../helpers/example-host.ts';
import {plainText} from '../../helpers/plain-text.ts';

const explained = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const learn = socket('tcp LISTEN 0.0.0.0:5432', hidden('needs-root'));
const suspect = socket('tcp LISTEN 127.0.0.1:25', owner('/tmp/x'));

function collectorOf(poll: Collector['poll']): Collector & {closed: boolean} {
  const close = (): void => {
    collector.closed = true;
  };
  const collector = {id: 'procfs' as const, closed: false, poll, close};
  return collector;
}

const pollOf = (...sockets: Parameters<typeof snapshot>[0]) =>
  oneShot(
    collectorOf(async () => snapshot(sockets)),
    settingsOf(),
    showAll,
    80,
  );

test('one poll is assessed and the source closed', async () => {
  const collector = collectorOf(async () => snapshot([explained, suspect]));
  const {list} = await oneShot(collector, settingsOf(), showAll, 80);
  assert.deepEqual(list.summary.verdicts, {explained: 1, learn: 0, suspect: 1});
  assert.ok(collector.closed);
});

test('a poll that fails closes the source and rejects with the reason', async () => {
  const collector = collectorOf(() => Promise.reject(new Error('no table')));
  await assert.rejects(oneShot(collector, settingsOf(), showAll, 80), /no table/);
  assert.ok(collector.closed);
});

test('a second poll shows whether an owner that has just started stays', async () => {
  const takenAt = Date.UTC(2026, 10, 21, 20, 0, 0);
  const heldBy = (path: string, startedAt: number) =>
    socket('tcp LISTEN 0.0.0.0:5432', ownerOf(process(path, {startedAt})));
  const accepted = heldBy('/usr/bin/postgres', takenAt - 60_000);
  const baseline = acceptAll([accepted]);
  const pollsOf = async (...sockets: readonly Socket[]) => {
    const left = [...sockets];
    const poll = async () => ({...snapshot([left.shift() ?? accepted]), baseline});
    const {list, track} = await oneShot(collectorOf(poll), settingsOf(), showAll, 80);
    return [list.summary.sockets, list.summary.acceptances.drifted, left.length, track.marked.size];
  };
  const [started, old] = [heldBy('/usr/bin/other', takenAt - 500), heldBy('/usr/bin/other', takenAt - 60_000)];
  assert.deepEqual(await pollsOf(started, started), [1, 1, 0, 0], 'it stays');
  assert.deepEqual(await pollsOf(started, accepted), [1, 0, 0, 0], 'it was one for a moment');
  assert.deepEqual(await pollsOf(old, accepted), [1, 1, 1, 0], 'an old one is no doubt');
});

test('polls of many services that start hold back each of them once, and end', async () => {
  const takenAt = Date.UTC(2026, 10, 21, 20, 0, 0);
  const heldBy = (port: number, path: string, startedAt = takenAt - 500) =>
    socket(`tcp LISTEN 0.0.0.0:${port}`, ownerOf(process(path, {startedAt})));
  const ports = Array.from({length: 9}, (_, index) => 7001 + index);
  const baseline = acceptAll(ports.map(port => heldBy(port, '/usr/bin/app', takenAt - 60_000)));
  let polls = 0;
  const poll = async () => {
    polls++;
    return {
      ...snapshot(ports.map((port, index) => heldBy(port, `/usr/bin/${index < polls ? 'other' : 'app'}`))),
      baseline,
    };
  };
  const {list} = await oneShot(collectorOf(poll), settingsOf(), showAll, 80);
  assert.deepEqual([polls, list.summary.acceptances.drifted, list.assessed.unsettled.size], [5, 5, 0]);
});

test('a verdict is reached by a socket that is shown at or past it', async () => {
  const [fine, fair, bad] = [await pollOf(explained), await pollOf(explained, learn), await pollOf(explained, suspect)];
  assert.deepEqual(
    [fine, fair, bad].map(({list}) => reaches(list.summary, 'learn')),
    [false, true, true],
  );
  assert.deepEqual(
    [fine, fair, bad].map(({list}) => reaches(list.summary, 'suspect')),
    [false, false, true],
  );
});

test('accepted sockets reach no verdict; drift is reached by one that drifted, or is new to the baseline', async () => {
  const {rows} = (await pollOf(learn, suspect)).list.assessed;
  const reasonsOf = (...acceptances: readonly (Acceptance | null)[]) => {
    const summary = summarise(rows.map((row, index) => acceptedAs(row, acceptances[index] ?? null)));
    return failReasons.filter(reason => reaches(summary, reason));
  };
  const [accepted, drifted, added] = (['accepted', 'drifted', 'new'] as const).map(state => acceptanceOf(state));
  assert.ok(accepted && drifted && added);
  assert.deepEqual(reasonsOf(accepted, accepted), []);
  assert.deepEqual(reasonsOf(null, accepted), ['learn']);
  assert.deepEqual(reasonsOf(accepted, null), ['learn', 'suspect']);
  assert.deepEqual(reasonsOf(added, accepted), ['learn', 'drift']);
  assert.deepEqual(reasonsOf(accepted, drifted), ['learn', 'suspect', 'drift']);
});

test('a socket that is not shown reaches nothing', async () => {
  const typeFilter = {...showAll, hideLoopback: true};
  const {list} = await oneShot(
    collectorOf(async () => snapshot([explained, suspect])),
    settingsOf(),
    typeFilter,
    80,
  );
  assert.equal(reaches(list.summary, 'suspect'), false);
});

const sshd = owner('/usr/sbin/sshd');
const callers = Array.from({length: 30}, (_, index) =>
  socket(`tcp ESTABLISHED 10.0.0.5:22 203.0.113.${index}:${50_000 + index}`, sshd),
);
const shellHost = async () => snapshot([explained, suspect, ...callers]);

test('text has alike sockets as one line on request alone, with their number and their peers', async () => {
  const printed = async (compact: boolean): Promise<readonly string[]> =>
    plainText(await oneShot(collectorOf(shellHost), settingsOf(), showAll, 120, {compact})).split('\n');
  const [compact, each] = [await printed(true), await printed(false)];
  assert.equal(each.length, 4 + (1 + 2) + (1 + 30));
  assert.equal(compact.length, 4 + (1 + 2) + (1 + 1));
  assert.match(compact[1] ?? '', /^32 sockets /);
  assert.match(compact[2] ?? '', / · alike sockets as one line$/);
  assert.match(compact.at(-2) ?? '', /^ {2}▾ ESTABLISHED 30 /);
  assert.match(compact.at(-1) ?? '', /^ ▸✓ explained tcp +10\.0\.0\.5:22 +30 peers, one each +ssh +sshd\/812 ×30 /);
});

test('a document, and a verdict that is reached, are the same of a compact list', async () => {
  const lists = await Promise.all(
    [true, false].map(async compact => {
      const {list} = await oneShot(collectorOf(shellHost), settingsOf(), showAll, 80, {compact});
      const rows = list.groups.flatMap(group => group.rows);
      return [toDocument(list.snapshot, rows, list.summary), reaches(list.summary, 'suspect')] as const;
    }),
  );
  assert.deepEqual(lists[0], lists[1]);
  assert.equal(lists[0]?.[0].sockets.length, 32);
});

test('the rules are printed with id, source, condition, reason and owners, within the width', () => {
  const text = rulesText(80);
  for (const {id, source, expects} of rules) {
    assert.ok(text.includes(`${id}  (`));
    assert.ok(text.replace(/\n +/g, ' ').includes(`"${source.document}": ${source.passage}`));
    if (expects) assert.ok(text.includes(expects.programs[0] ?? ''));
  }
  for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
  const words = text.replace(/\n +/g, ' ');
  for (const {id, fails, leads} of checkWords) {
    assert.ok(text.includes(`\n${id}  (${leads})\n`));
    assert.ok(words.includes(` ${fails}`), id);
  }
  assert.match(
    words,
    /Of a socket of another network namespace: Only for its network namespace\. It may be safe, because/,
  );
});

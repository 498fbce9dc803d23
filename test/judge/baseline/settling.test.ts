import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Baseline} from '../../../source/domain/baseline.ts';
import {noEvidence, noProcessEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Process, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSnapshot} from '../../../source/judge/assess-all.ts';
import {acceptAll, acceptanceText, assessWith, baselineOf} from '../../helpers/baseline.ts';
import {hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {on} from './acceptance-cases.ts';

const noon = Date.UTC(2026, 10, 21, 12, 0, 0);
const interval = 2000;

/** A music server that starts as root, and gives up its rights; seconds after noon. */
const mpd = (startedAt: number, user = 'mpd', changes: Partial<Process> = {}): Process => ({
  ...process('/usr/bin/mpd', {pid: 500 + startedAt, user: trusted(user), uid: user === 'root' ? 0 : 105}),
  startedAt: noon + startedAt * 1000,
  unit: trusted('mpd.service'),
  unitManager: 'system',
  ...changes,
});
const intruder = (startedAt: number): Process =>
  process('/usr/bin/other', {pid: 900 + startedAt, startedAt: noon + startedAt * 1000});

const music = (holder: Process, name = '', address?: string): Socket =>
  socket(on(6600, address), ownerOf(holder), {key: `6600 ${name}`});
const before = music(mpd(-3600));
const baseline = acceptAll([before]);

/** The acceptances of the only socket in polls from noon on. */
function texts(polls: readonly Socket[], of: Baseline | readonly Baseline[] = baseline): readonly string[] {
  let assessed: AssessedSnapshot | undefined;
  return polls.map((each, index) => {
    const now = 'blocks' in of ? of : of[index];
    assessed = assessWith(now, [each], noEvidence, assessed, noon + index * interval);
    return assessed.rows.map(acceptanceText).join();
  });
}

test('a service that starts as root and gives up its rights does not drift', () => {
  const starting = music(mpd(1, 'root'), 'anew');
  assert.deepEqual(texts([before, starting, music(mpd(1), 'anew')]), ['accepted', 'accepted', 'accepted']);
  const {rows} = assessWith(baseline, [starting], noEvidence, undefined, noon + 2000);
  assert.deepEqual(rows[0]?.acceptance?.unverified, ['owner: changed just now']);
  assert.equal(rows[0]?.assessment.checks.find(({id}) => id === 'baseline')?.result, 'unknown');
});

test('a service that has another user for a moment does not drift, however old it is', () => {
  assert.deepEqual(texts([before, music(mpd(-3600, 'root')), before]), ['accepted', 'accepted', 'accepted']);
});

test('a socket that systemd passes on in a process which does not run the program yet does not drift', () => {
  const systemd = process('/usr/lib/systemd/systemd', {pid: 1, startedAt: noon - 9_000_000});
  const forked = process('/usr/lib/systemd/systemd', {pid: 77, startedAt: noon + 1000});
  const passedOn = (holder: Process): Socket => socket(on(6600), ownerOf(systemd, holder), {key: '6600'});
  const polls = [passedOn(mpd(-3600)), passedOn(forked), passedOn(mpd(1))];
  assert.deepEqual(texts(polls), ['accepted', 'accepted', 'accepted']);
});

test('another owner that stays drifts at the second poll, though nothing changed since the first', () => {
  const taken = music(intruder(1), 'taken');
  assert.deepEqual(texts([before, taken, taken, taken]), ['accepted', 'accepted', 'drifted owner', 'drifted owner']);
});

test('another owner that is another process, on another socket, at each poll drifts at the second one', () => {
  const polls = [before, ...[1, 2, 3].map(at => music(intruder(at), `${at}`))];
  assert.deepEqual(texts(polls), ['accepted', 'accepted', 'drifted owner', 'drifted owner']);
});

test('an owner that drifted is not held back when another one follows it, or the baseline is read anew', () => {
  const [first, second] = [music(intruder(1)), music(intruder(3))];
  const anew = baselineOf(...baseline.blocks);
  assert.deepEqual(texts([before, first, first, second]).slice(2), ['drifted owner', 'drifted owner']);
  const baselines = [baseline, baseline, anew, anew, baselineOf(...baseline.blocks)];
  assert.deepEqual(texts([before, first, first, first, first], baselines).slice(2), [
    'drifted owner',
    'drifted owner',
    'drifted owner',
  ]);
});

test('at the first poll only an owner that has just started is held back', () => {
  assert.deepEqual(texts([music(intruder(-11))]), ['drifted owner']);
  assert.deepEqual(texts([music(intruder(-9)), music(intruder(-9))]), ['accepted', 'drifted owner']);
});

test('an owner that only the first full poll shows is compared at once', () => {
  const quick = socket(on(6600), hidden('pending'), {key: '6600 '});
  assert.deepEqual(texts([quick, music(intruder(-11))]), ['accepted', 'drifted owner']);
});

test('another owner that can be reached from more places, or fails a check, drifts at once', () => {
  const local = music(mpd(-3600), '', '127.0.0.1');
  assert.deepEqual(texts([local, music(intruder(1))], acceptAll([local])), ['accepted', 'drifted owner widened']);
  const temporary = process('/tmp/nc', {pid: 901, startedAt: noon + 1000});
  assert.deepEqual(texts([before, music(temporary)]), ['accepted', 'drifted owner']);
});

test('another unit is held back for one poll', () => {
  const moved = music(mpd(1, 'mpd', {unit: trusted('other.service')}), 'anew');
  assert.deepEqual(texts([before, moved, moved]), ['accepted', 'accepted', 'drifted unit']);
});

test('a change of other bytes drifts at once', () => {
  const changed = {package: known({name: trusted('mpd'), manager: 'dpkg' as const, unchanged: known(false)})};
  const evidence = evidenceFor([before.owner], {...noProcessEvidence('not-collected'), ...changed});
  const first = assessWith(baseline, [before], noEvidence, undefined, noon);
  const second = assessWith(baseline, [before], evidence, first, noon + interval);
  assert.deepEqual(second.rows.map(acceptanceText), ['drifted replaced']);
});

test('a socket that its process leaves to the kernel does not drift, unless it stays', () => {
  const left = socket(on(6600), hidden('kernel'), {key: '6600 '});
  assert.deepEqual(texts([before, left, left]), ['accepted', 'accepted', 'drifted owner']);
});

test('a given port that its process leaves behind is not new beside the one that is given next', () => {
  const statd = (port: number, holder = owner('/usr/sbin/rpc.statd')): Socket =>
    socket(on(port, '127.0.0.1', 'udp UNCONN'), holder);
  const ofStatd = acceptAll([statd(753)]);
  const left = statd(619, hidden('other-namespace'));
  const first = assessWith(ofStatd, [statd(619)], noEvidence, undefined, noon);
  assert.deepEqual(first.rows.map(acceptanceText), ['accepted']);
  const second = assessWith(ofStatd, [left, statd(888)], noEvidence, first, noon + interval);
  assert.deepEqual(second.rows.map(acceptanceText), ['accepted', 'accepted']);
  const third = assessWith(ofStatd, [left, statd(888)], noEvidence, second, noon + 2 * interval);
  assert.deepEqual(third.rows.map(acceptanceText), ['new', 'accepted']);
});

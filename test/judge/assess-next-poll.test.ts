import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Evidence, noEvidence, noProcessEvidence} from '../../source/domain/evidence.ts';
import {known} from '../../source/domain/known.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {type AssessedSnapshot, nothingAssessed} from '../../source/judge/assess-all.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../helpers/build.ts';

const poll = (before: AssessedSnapshot, ...sockets: readonly Socket[]): AssessedSnapshot =>
  assessAllNow(sockets, nameOf, before);

const listener = socket('tcp LISTEN 0.0.0.0:51080');
const session = (port: number): Socket => socket(`tcp ESTABLISHED 10.0.0.5:${port} 198.51.100.7:50122`);

test('a connection to a port that was listened on in any poll before is inbound', () => {
  const listened = poll(nothingAssessed, listener, socket('tcp LISTEN 0.0.0.0:51081'));
  const directions = (before: AssessedSnapshot): readonly string[] =>
    poll(before, session(51_080), session(51_081), session(51_082)).rows.map(({direction}) => direction);
  assert.deepEqual(directions(nothingAssessed), ['outbound', 'outbound', 'outbound']);
  assert.deepEqual(directions(listened), ['inbound', 'inbound', 'outbound']);
  const oneLeft = poll(listened, listener);
  assert.deepEqual([...oneLeft.listenedBefore], ['tcp:51081'], 'a port that is still listened on is no port of before');
  assert.deepEqual(directions(oneLeft), ['inbound', 'inbound', 'outbound']);
  assert.deepEqual(directions(poll(poll(oneLeft))), ['inbound', 'inbound', 'outbound']);
});

test('ports of before are the same object until another one is no longer listened on', () => {
  const closed = poll(poll(nothingAssessed, listener));
  const reopened = poll(closed, listener);
  assert.equal(reopened.listenedBefore, closed.listenedBefore);
  assert.equal(poll(reopened).listenedBefore, closed.listenedBefore, 'a port is remembered once');
});

test('of very many ports the oldest are forgotten', () => {
  const listeners = Array.from({length: 10_001}, (_, index) => socket(`tcp LISTEN 0.0.0.0:${20_000 + index}`));
  const closed = poll(poll(nothingAssessed, ...listeners));
  assert.equal(closed.listenedBefore.size, 10_000);
  assert.ok(!closed.listenedBefore.has('tcp:20000') && closed.listenedBefore.has('tcp:30000'));
});

test('new evidence of a process changes the rows of its sockets, also beside others, and no other row', () => {
  const nginx = process('/usr/sbin/nginx', {pid: 20});
  const worker = process('/usr/sbin/nginx', {pid: 21});
  const other = process('/usr/bin/curl', {pid: 22});
  const sockets = [
    socket('tcp LISTEN 0.0.0.0:80', ownerOf(nginx, worker)),
    socket('tcp LISTEN 0.0.0.0:81', ownerOf(nginx)),
    socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', ownerOf(other)),
    socket('tcp ESTABLISHED 10.0.0.5:51001 203.0.113.9:443'),
  ];
  const evidenceOf = (tracer: number): Evidence => ({
    ...noEvidence,
    processes: new Map([
      [worker, {...noProcessEvidence('not-collected'), tracer: known(tracer)}],
      [other, noProcessEvidence('not-collected')],
    ]),
  });
  const assess = (before: AssessedSnapshot, evidence: Evidence) => assessAllNow(sockets, nameOf, before, evidence);
  const first = evidenceOf(0);
  const before = assess(nothingAssessed, first);
  const renewed = (after: AssessedSnapshot): readonly boolean[] =>
    after.rows.map((row, index) => row !== before.rows[index]);
  assert.deepEqual(renewed(assess(before, first)), [false, false, false, false]);
  const same: Evidence = {...first, processes: new Map(first.processes)};
  assert.deepEqual(renewed(assess(before, same)), [false, false, false, false], 'the same evidence in another map');
  const second: Evidence = {...first, processes: new Map([...first.processes, [worker, noProcessEvidence('refused')]])};
  assert.deepEqual(renewed(assess(before, second)), [true, false, false, false]);
  const host: Evidence = {...first, host: {...first.host, preload: known(trusted('/x.so'))}};
  assert.deepEqual(renewed(assess(before, host)), [true, true, true, true], 'evidence of the host is of every socket');
});

test('without a listener, a port outside of the range for clients of this host is of a service', () => {
  const from = (...range: readonly [number, number]): Evidence => ({
    ...noEvidence,
    host: {...noEvidence.host, ephemeralPorts: known(range)},
  });
  const directions = (evidence: Evidence, ports: readonly number[]): readonly string[] =>
    assessAllNow(ports.map(session), nameOf, nothingAssessed, evidence).rows.map(({direction}) => direction);
  const ports = [3999, 4000, 4500, 5000, 5001];
  assert.deepEqual(directions(from(4000, 5000), ports), ['inbound', 'outbound', 'outbound', 'outbound', 'inbound']);
  assert.deepEqual(
    new Set(directions(noEvidence, ports)),
    new Set(['inbound']),
    'the usual range counts where it is not known',
  );
  assert.deepEqual(directions(from(4000, 5000), [700]), ['outbound'], 'bindresvport(3) takes ports below 1024');
});

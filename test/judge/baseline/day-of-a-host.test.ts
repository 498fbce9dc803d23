import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {planAcceptance} from '../../../source/app/table/plan-acceptance.ts';
import type {Baseline} from '../../../source/domain/baseline.ts';
import {trusted} from '../../../source/domain/text.ts';
import {type AssessedSnapshot, type AssessedSocket, nothingAssessed} from '../../../source/judge/assess-all.ts';
import {acceptanceText, assessWith, baselineOf} from '../../helpers/baseline.ts';
import {evidenceOfHost, type Running, type Service, type Sight, services, socketsOf, start} from './day-of-a-host.ts';

/** A step of the day: something happens to one service, and the host is read. */
type Step = {
  readonly service: number;
  readonly happens: 'start' | 'stop' | 'start again' | 'other workers' | 'dual stack' | 'upgrade' | 'nothing';
  readonly pid: number;
  readonly sight: Sight;
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  service: fc.nat(services.length - 1),
  happens: fc.constantFrom('start', 'stop', 'start again', 'other workers', 'dual stack', 'upgrade', 'nothing'),
  pid: fc.integer({min: 100, max: 30_000}),
  sight: fc.constantFrom('all', 'all', 'all', 'evidence pending', 'owners pending', 'owners hidden'),
});

const allRunning = services.map((service, index) => start(service, 1, 1000 + index * 10));

/** The baseline of the host as it was in the morning, with hashes of the files that no package has. */
const baseline: Baseline = (() => {
  const evidence = evidenceOfHost(allRunning, 'all');
  const {rows} = assessWith(undefined, socketsOf(allRunning, [], 'all'), evidence);
  const {planned, refused} = planAcceptance(rows, evidence, {note: trusted('all'), now: Date.UTC(2026, 10, 20)});
  assert.deepEqual([planned.length, refused], [services.length, []]);
  return baselineOf(
    ...planned.map(({draft: {block, hashed}}) => {
      if (block.kind !== 'listener') return block;
      const service = services.find(({path}) => path === block.exe);
      return {...block, sha256: hashed && service && !service.isPackaged ? trusted(service.digest) : null};
    }),
  );
})();

type Host = {readonly running: readonly (Running | null)[]; readonly assessed: AssessedSnapshot};

/** Reads the host: the services that run, and the sockets of those that systemd may start. */
function poll({running, assessed}: Host, sight: Sight): Host {
  const up = running.filter(each => each !== null);
  const stopped = services.filter((_, index) => running[index] === null);
  return {
    running,
    assessed: assessWith(baseline, socketsOf(up, stopped, sight), evidenceOfHost(up, sight), assessed),
  };
}

/** The host after a step, at a time. */
function happen(host: Host, {service: index, happens, pid, sight}: Step, at: number): Host {
  const now = host.running[index];
  const service = now?.service ?? (services[index] as Service);
  const next = ((): Running | null => {
    switch (happens) {
      case 'stop':
        return null;
      case 'nothing':
        return now ?? null;
      case 'start':
        return now ?? start(service, at, pid);
      case 'other workers':
        return start(service.workers === 0 ? service : {...service, workers: 1 + (pid % 5)}, at, pid);
      case 'dual stack':
        return start(service.addresses[0] === '0.0.0.0' ? {...service, addresses: ['[::]']} : service, at, pid);
      case 'upgrade':
        return start(service.isPackaged ? {...service, digest: 'cc'.repeat(32)} : service, at, pid);
      case 'start again':
        return start(service, at, pid);
    }
  })();
  return poll({...host, running: host.running.with(index, next)}, sight);
}

const drifting = (rows: readonly AssessedSocket[]): readonly string[] =>
  rows
    .filter(({acceptance}) => acceptance?.state === 'drifted' || acceptance?.state === 'new')
    .map(row => `${row.socket.key}: ${acceptanceText(row)} ${JSON.stringify(row.acceptance?.drift)}`);

const morning = poll({running: allRunning, assessed: nothingAssessed}, 'all');

test('a day of starts, stops, new workers and upgrades never drifts', () => {
  const seen = {accepted: 0, gone: 0, restarts: 0};
  fc.assert(
    fc.property(fc.array(anyStep, {minLength: 1, maxLength: 25}), steps => {
      let host = morning;
      for (const [index, step] of steps.entries()) {
        host = happen(host, step, index + 2);
        const {rows, gone} = host.assessed;
        assert.deepEqual(drifting(rows), [], step.happens);
        seen.accepted += rows.filter(({acceptance}) => acceptance?.state === 'accepted').length;
        seen.gone += gone.length;
        if (step.happens === 'start again') seen.restarts++;
      }
    }),
    {numRuns: 40},
  );
  assert.ok(seen.accepted > 500 && seen.gone > 20 && seen.restarts > 20, JSON.stringify(seen));
});

test('twenty restarts on ports that clients are given stay accepted', () => {
  const index = services.findIndex(({port}) => port === 'ephemeral');
  let host = morning;
  const ports = new Set<number>();
  for (let at = 2; at < 22; at++) {
    host = happen(host, {service: index, happens: 'start again', pid: 500 + at, sight: 'all'}, at);
    const row = host.assessed.rows.find(({socket: {key}}) => key.startsWith('probe'));
    assert.ok(row);
    assert.equal(acceptanceText(row), 'accepted');
    ports.add(row.socket.local.port);
  }
  assert.ok(ports.size > 15);
});

type Change = (service: Service) => Service | null;

/** What each name of drift is given for; null where the change means nothing to a service. */
const changes: Readonly<Record<string, Change>> = {
  owner: service => ({...service, path: '/usr/bin/other'}),
  replaced: service => (service.isPackaged ? {...service, isUnchanged: false} : {...service, digest: 'bb'.repeat(32)}),
  widened: service => (service.addresses.includes('0.0.0.0') ? null : {...service, addresses: ['0.0.0.0']}),
  unit: service => ({...service, unit: 'evil.service'}),
  check: service => ({...service, tracer: 4711}),
};

for (const [kind, change] of Object.entries(changes)) {
  test(`each such change of any service, at any time, is drift by one name: ${kind}`, () => {
    let changed = 0;
    let heldBack = 0;
    fc.assert(
      fc.property(
        fc.array(anyStep, {maxLength: 10}),
        fc.nat(services.length - 1),
        fc.boolean(),
        (steps, index, isLive) => {
          let host = morning;
          for (const [at, step] of steps.entries()) host = happen(host, step, at + 2);
          const service = change(services[index] as Service);
          // systemd, which holds the socket as well, is the accepted owner all along.
          if (!service || service.isActivated) return;
          changed++;
          const before = isLive ? host.assessed : nothingAssessed;
          const running = host.running.with(index, start(service, 99, 40_000));
          const first = poll({running, assessed: before}, 'all');
          const isOf = ({socket: {key}}: AssessedSocket): boolean => key.startsWith(`${service.name} `);
          const expected = kind === 'owner' && service.port === 'ephemeral' ? '-' : `drifted ${kind}`;
          const textsOf = (rows: readonly AssessedSocket[]) => [...new Set(rows.filter(isOf).map(acceptanceText))];
          // Another owner may be one for a moment: it is held back for one poll, unless it also fails a check.
          const isHeldBack = isLive && (kind === 'owner' || kind === 'unit') && first.assessed.unsettled.size > 0;
          if (isHeldBack) heldBack++;
          assert.deepEqual(textsOf(first.assessed.rows), [isHeldBack ? 'accepted' : expected], service.name);
          const {rows} = poll(first, 'all').assessed;
          assert.deepEqual(textsOf(rows), [expected], service.name);
          assert.deepEqual(drifting(rows.filter(row => !isOf(row))), []);
        },
      ),
      {numRuns: 25},
    );
    assert.ok(changed > 5);
    assert.equal(heldBack > 0, kind === 'owner' || kind === 'unit');
  });
}

test('a second port of any service, at any time, is new, and nothing else is', () => {
  fc.assert(
    fc.property(fc.array(anyStep, {maxLength: 10}), fc.nat(services.length - 1), (steps, index) => {
      let host = morning;
      for (const [at, step] of steps.entries()) host = happen(host, step, at + 2);
      const service = {...(services[index] as Service), name: 'second', port: 7777, isActivated: false};
      const {rows} = poll(
        {running: [...host.running, start(service, 99, 40_000)], assessed: host.assessed},
        'all',
      ).assessed;
      const second = rows.filter(({socket: {key}}) => key.startsWith('second'));
      assert.deepEqual([...new Set(second.map(acceptanceText))], ['new']);
      assert.deepEqual(drifting(rows.filter(row => !second.includes(row))), []);
    }),
    {numRuns: 25},
  );
});

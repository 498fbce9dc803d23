import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {toMetrics} from '../../../source/app/metrics/exposition.ts';
import {maxListenerSeries} from '../../../source/app/metrics/listener-series.ts';
import {metrics} from '../../../source/app/metrics/metrics.ts';
import {readFilter} from '../../../source/app/state/filter-input.ts';
import {preparePoll} from '../../../source/app/state/prepare-poll.ts';
import {initialState, noFilter, type Start} from '../../../source/app/state/state.ts';
import {update} from '../../../source/app/state/update.ts';
import type {TypeFilter} from '../../../source/app/table/type-filter.ts';
import {known} from '../../../source/domain/known.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Process, Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {measurePage} from '../../../source/screens/page.ts';
import {baselineOf, listenerBlock} from '../../helpers/acceptance.ts';
import {anyText} from '../../helpers/arbitrary.ts';
import {executable, hidden, owner, ownerOf, process, showAll, snapshot, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {exampleSockets, settingsOf} from '../../helpers/example-host.ts';
import {type Family, parseExposition} from '../../helpers/parse-exposition.ts';

const size = {columns: Number.POSITIVE_INFINITY, rows: 0};

/** The metrics after these polls, as a parser of the format reads them. */
function measure(
  polls: readonly Snapshot[],
  typeFilter: TypeFilter = showAll,
  start: Start = {},
): ReadonlyMap<string, Family> {
  let state = initialState(settingsOf(), size, typeFilter, 0, start);
  for (const each of polls) {
    const before = state;
    [state] = update(before, {type: 'polled', poll: finish(preparePoll(() => before, each))}, measurePage);
  }
  assert.ok(state.list);
  return parseExposition(toMetrics(state.list));
}

const of = (...sockets: readonly Socket[]): ReadonlyMap<string, Family> => measure([snapshot(sockets)]);

/** The series of a metric as `label=value … number`. */
const lines = (families: ReadonlyMap<string, Family>, name: string): readonly string[] =>
  (families.get(name)?.series ?? []).map(({labels, value}) =>
    [...Object.entries(labels).map(pair => pair.join('=')), value].join(' '),
  );

const listeners = (families: ReadonlyMap<string, Family>): readonly string[] =>
  (families.get('portwatch_listener_info')?.series ?? []).map(({labels}) => Object.values(labels).join('|'));

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));

test('names, labels and help of the metrics are a contract', () => {
  const families = measure([{...snapshot(exampleSockets), baseline: baselineOf(listenerBlock())}]);
  const contract = Object.fromEntries(
    [...families].map(([name, {type, series}]) => [name, `${type} ${Object.keys(series[0]?.labels ?? {}).join()}`]),
  );
  assert.deepEqual(contract, {
    portwatch_listener_info: 'gauge proto,address,port,reach,program,unit,container,netns,verdict,accepted',
    portwatch_listeners_omitted: 'gauge ',
    portwatch_sockets: 'gauge proto,state',
    portwatch_sockets_by_verdict: 'gauge verdict',
    portwatch_baseline_drift: 'gauge change',
    portwatch_baseline_gone: 'gauge ',
    portwatch_owners: 'gauge known',
    portwatch_refresh_timestamp_seconds: 'gauge ',
    portwatch_refresh_duration_seconds: 'gauge ',
  });
  const [gap] = metrics.filter(({name}) => !families.has(name));
  assert.equal(gap?.name, 'portwatch_coverage_gaps');
});

test('a listener has labels that outlive its process', () => {
  const app = process('/opt/app', {
    pid: 7,
    unit: trusted('app.service'),
    container: {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop')},
  });
  const netns = {name: trusted('web'), inode: 4_026_532_251};
  const families = of(
    socket('tcp LISTEN [::]:8443', ownerOf(app), {netns}),
    socket('udp UNCONN 10.0.0.5:53', hidden('needs-root')),
    socket('tcp LISTEN [fe80::1%eth0]:99', owner('/usr/bin/a')),
  );
  assert.deepEqual(listeners(families), [
    'udp|10.0.0.5|53|private|||||learn|',
    'tcp|fe80::1|99|link|a||||learn|',
    'tcp|::|8443|any|app|app.service|shop|web|learn|',
  ]);
});

test('no label has a pid, a peer or a command line', () => {
  const command = trusted('/usr/bin/app --password hunter2');
  const app = process('/usr/bin/app', {pid: 7_777_777, command});
  const nameless: Process = {...app, name: null, executable: {known: false, why: 'refused'}};
  const families = of(
    socket('tcp LISTEN 0.0.0.0:8080', ownerOf(app)),
    socket('tcp LISTEN 0.0.0.0:8081', ownerOf(nameless)),
    socket('tcp ESTABLISHED 10.0.0.5:8080 198.51.100.7:50122', ownerOf(app)),
  );
  assert.doesNotMatch(JSON.stringify([...families]), /7777777|hunter2|198\.51\.100\.7|50122/);
  assert.deepEqual(listeners(families), ['tcp|0.0.0.0|8080|any|app||||learn|', 'tcp|0.0.0.0|8081|any|||||learn|']);
});

test('several programs and units of one socket are named once each, in an order of their own', () => {
  const holders = ['/usr/bin/b', '/usr/bin/a', '/usr/bin/b'].map((path, index) =>
    process(path, {pid: 10 + index, unit: trusted('x.socket')}),
  );
  assert.deepEqual(listeners(of(socket('tcp LISTEN 0.0.0.0:1', ownerOf(...holders)))), [
    'tcp|0.0.0.0|1|any|a b|x.socket|||learn|',
  ]);
});

test('connections, ports of clients, raw and ping sockets are no listeners', () => {
  const others = [
    socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443'),
    socket('udp UNCONN 0.0.0.0:40001', owner('/usr/bin/dig')),
    socket('icmp CLOSE 0.0.0.0:7'),
    socket('raw CLOSE 0.0.0.0:1'),
    socket('udp UNCONN 0.0.0.0:0'),
  ];
  const evidence = evidenceFor([], {}, {ephemeralPorts: known([32_768, 60_999])});
  const families = measure([{...snapshot([ssh, ...others]), evidence}]);
  assert.deepEqual(
    listeners(families).map(each => each.split('|').slice(0, 5).join('|')),
    ['tcp|0.0.0.0|22|any|sshd'],
  );
});

test('sockets with the same labels are one listener, as of workers that share a port', () => {
  const workers = [1, 2, 3].map(inode =>
    socket('tcp LISTEN 0.0.0.0:80', ownerOf(process('/usr/sbin/nginx', {pid: inode})), {inode, key: `${inode}`}),
  );
  const families = of(...workers);
  assert.equal(listeners(families).length, 1);
  assert.deepEqual(lines(families, 'portwatch_sockets'), ['proto=tcp state=LISTEN 3']);
});

test('of many listeners the exposed ones and the worse verdicts have series, in the same order at each poll', () => {
  const many = Array.from({length: maxListenerSeries}, (_, index) =>
    socket(`tcp LISTEN 127.0.0.1:${1000 + index}`, owner('/usr/bin/a')),
  );
  const bad = socket('tcp LISTEN 127.0.0.1:900', ownerOf(process('/tmp/x')), {
    owner: ownerOf(
      process('/tmp/x', {
        executable: known(executable('/tmp/x', {file: known({mode: 0o777, uid: 0, writableByAll: trusted('/tmp')})})),
      }),
    ),
  });
  const all = [...many, socket('tcp LISTEN 0.0.0.0:9000', owner('/usr/bin/a')), ssh, bad];
  const families = of(...all);
  const shown = listeners(families);
  assert.equal(shown.length, maxListenerSeries);
  assert.deepEqual(
    shown.slice(0, 4).map(each => each.split('|').slice(1, 3).join(':')),
    ['0.0.0.0:9000', '0.0.0.0:22', '127.0.0.1:900', '127.0.0.1:1000'],
  );
  assert.deepEqual(lines(families, 'portwatch_listeners_omitted'), ['3']);
  assert.deepEqual(listeners(of(...[...all].reverse())), shown);
  assert.deepEqual(lines(of(ssh), 'portwatch_listeners_omitted'), ['0']);
});

test('sockets are counted by protocol and state, verdict and owner', () => {
  const families = of(
    ssh,
    socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd')),
    socket('tcp ESTABLISHED 10.0.0.5:51040 198.51.100.30:8443', hidden('needs-root')),
    socket('tcp TIME_WAIT 10.0.0.5:49132 203.0.113.9:80', hidden('closing')),
    socket('udp UNCONN 0.0.0.0:38143', hidden('no-process')),
  );
  assert.deepEqual(lines(families, 'portwatch_sockets'), [
    'proto=tcp state=ESTABLISHED 2',
    'proto=tcp state=LISTEN 1',
    'proto=tcp state=TIME_WAIT 1',
    'proto=udp state=UNCONN 1',
  ]);
  assert.deepEqual(lines(families, 'portwatch_owners'), ['known=true 2', 'known=false 1']);
  assert.deepEqual(lines(families, 'portwatch_sockets_by_verdict'), [
    'verdict=explained 3',
    'verdict=accepted 0',
    'verdict=learn 1',
    'verdict=suspect 1',
  ]);
});

test('gaps of a refresh are counted by kind', () => {
  const problem = (kind: string, count: number) => ({kind, count, text: trusted('x')});
  const polls = [snapshot([ssh], [problem('threads-unread', 2), problem('tool-failed', 1), problem('tool-failed', 1)])];
  assert.deepEqual(lines(measure(polls), 'portwatch_coverage_gaps'), ['gap=threads-unread 2', 'gap=tool-failed 2']);
});

test('the time of a refresh is in seconds', () => {
  const families = measure([{...snapshot([]), took: 12.345_67}]);
  assert.deepEqual(lines(families, 'portwatch_refresh_timestamp_seconds'), [`${Date.UTC(2026, 10, 21, 20) / 1000}`]);
  assert.deepEqual(lines(families, 'portwatch_refresh_duration_seconds'), ['0.012346']);
});

test('without a baseline nothing is counted of it, and no listener is accepted or not', () => {
  const families = of(ssh);
  assert.deepEqual([families.has('portwatch_baseline_drift'), families.has('portwatch_baseline_gone')], [false, false]);
});

test('with a baseline every kind of drift has a count, and a listener that was accepted is marked', () => {
  const blocks = [22, 8443, 9999].map((port, index) =>
    listenerBlock(port, {
      exe: trusted(port === 22 ? '/usr/sbin/sshd' : '/usr/bin/portainer'),
      lines: {first: 1 + 6 * index, last: 5 + 6 * index},
    }),
  );
  const sockets = [
    ssh,
    socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/nc')),
    socket('tcp LISTEN [::]:8443', owner('/usr/bin/nc')),
    socket('tcp LISTEN 0.0.0.0:7000', owner('/usr/bin/nc')),
  ];
  const families = measure([{...snapshot(sockets), baseline: baselineOf(...blocks)}]);
  assert.deepEqual(lines(families, 'portwatch_baseline_drift'), [
    'change=owner 1',
    'change=replaced 0',
    'change=widened 0',
    'change=unit 0',
    'change=check 0',
    'change=new 1',
  ]);
  assert.deepEqual(lines(families, 'portwatch_baseline_gone'), ['1']);
  const accepted = families
    .get('portwatch_listener_info')
    ?.series.map(({labels}) => `${labels.port} ${labels.accepted}`);
  assert.deepEqual(accepted, ['8443 false', '8443 false', '7000 false', '22 true']);
});

test('filters and type options choose the sockets of all metrics', () => {
  const polls = [snapshot(exampleSockets)];
  const start = {filter: readFilter('port:22', noFilter)};
  const byFilter = measure(polls, showAll, start);
  assert.deepEqual(lines(byFilter, 'portwatch_sockets'), ['proto=tcp state=ESTABLISHED 1', 'proto=tcp state=LISTEN 2']);
  const byType = measure(polls, {...showAll, protocols: new Set(['udp'] as const)});
  assert.deepEqual([...new Set(byType.get('portwatch_sockets')?.series.map(({labels}) => labels.proto))], ['udp']);
});

test('a socket that closed a moment ago is not counted', () => {
  const families = measure([snapshot([ssh, socket('tcp LISTEN 0.0.0.0:80')]), snapshot([ssh])]);
  assert.deepEqual(lines(families, 'portwatch_sockets'), ['proto=tcp state=LISTEN 1']);
  assert.equal(listeners(families).length, 1);
});

test('any name that others give to programs, units and namespaces is a label that a parser can read', () => {
  const name = fc.oneof(anyText, fc.string({unit: fc.constantFrom('"', '\\', '\n', '{', '}', ',', '=', 'a')}));
  fc.assert(
    fc.property(name, name, name, (program, unit, netns) => {
      const held = process('/x', {
        executable: known(executable(`/opt/${program}`)),
        unit: sanitize(unit),
      });
      const families = of(socket('tcp LISTEN 0.0.0.0:80', ownerOf(held), {netns: {name: sanitize(netns), inode: 1}}));
      const [series] = families.get('portwatch_listener_info')?.series ?? [];
      assert.equal(series?.labels.unit, sanitize(unit, 200));
      assert.equal(series?.labels.netns, sanitize(netns));
    }),
    {numRuns: 300},
  );
});

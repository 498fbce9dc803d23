import assert from 'node:assert/strict';
import {test} from 'node:test';
import {metrics} from '../../../source/app/metrics/metrics.ts';
import {readFilter} from '../../../source/app/state/filter-input.ts';
import {noFilter} from '../../../source/app/state/state.ts';
import {trusted} from '../../../source/domain/text.ts';
import {listenerBlock} from '../../helpers/acceptance.ts';
import {baselineOf} from '../../helpers/baseline.ts';
import {hidden, owner, showAll, snapshot, socket} from '../../helpers/build.ts';
import {exampleSockets} from '../../helpers/example-host.ts';
import {listeners, measure, metricsOf, seriesLines} from '../../helpers/metrics.ts';

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

test('sockets are counted by protocol and state, verdict and owner', () => {
  const families = metricsOf(
    ssh,
    socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd')),
    socket('tcp ESTABLISHED 10.0.0.5:51040 198.51.100.30:8443', hidden('needs-root')),
    socket('tcp TIME_WAIT 10.0.0.5:49132 203.0.113.9:80', hidden('closing')),
    socket('udp UNCONN 0.0.0.0:38143', hidden('no-process')),
  );
  assert.deepEqual(seriesLines(families, 'portwatch_sockets'), [
    'proto=tcp state=ESTABLISHED 2',
    'proto=tcp state=LISTEN 1',
    'proto=tcp state=TIME_WAIT 1',
    'proto=udp state=UNCONN 1',
  ]);
  assert.deepEqual(seriesLines(families, 'portwatch_owners'), ['known=true 2', 'known=false 1']);
  assert.deepEqual(seriesLines(families, 'portwatch_sockets_by_verdict'), [
    'verdict=explained 3',
    'verdict=accepted 0',
    'verdict=learn 1',
    'verdict=suspect 1',
  ]);
});

test('gaps of a refresh are counted by kind', () => {
  const problem = (kind: string, count: number) => ({kind, count, text: trusted('x')});
  const polls = [snapshot([ssh], [problem('threads-unread', 2), problem('tool-failed', 1), problem('tool-failed', 1)])];
  assert.deepEqual(seriesLines(measure(polls), 'portwatch_coverage_gaps'), [
    'gap=threads-unread 2',
    'gap=tool-failed 2',
  ]);
});

test('the time of a refresh is in seconds', () => {
  const families = measure([{...snapshot([]), took: 12.345_67}]);
  assert.deepEqual(seriesLines(families, 'portwatch_refresh_timestamp_seconds'), [
    `${Date.UTC(2026, 10, 21, 20) / 1000}`,
  ]);
  assert.deepEqual(seriesLines(families, 'portwatch_refresh_duration_seconds'), ['0.012346']);
});

test('without a baseline nothing is counted of it, and no listener is accepted or not', () => {
  const families = metricsOf(ssh);
  assert.deepEqual([families.has('portwatch_baseline_drift'), families.has('portwatch_baseline_gone')], [false, false]);
});

test('with a baseline every kind of drift has a count, and a listener that was accepted is marked', () => {
  const blocks = [22, 8443, 9999].map(port =>
    listenerBlock(port, {exe: trusted(port === 22 ? '/usr/sbin/sshd' : '/usr/bin/portainer')}),
  );
  const sockets = [
    ssh,
    socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/nc')),
    socket('tcp LISTEN [::]:8443', owner('/usr/bin/nc')),
    socket('tcp LISTEN 0.0.0.0:7000', owner('/usr/bin/nc')),
  ];
  const families = measure([{...snapshot(sockets), baseline: baselineOf(...blocks)}]);
  assert.deepEqual(seriesLines(families, 'portwatch_baseline_drift'), [
    'change=owner 1',
    'change=replaced 0',
    'change=widened 0',
    'change=unit 0',
    'change=check 0',
    'change=new 1',
  ]);
  assert.deepEqual(seriesLines(families, 'portwatch_baseline_gone'), ['1']);
  const accepted = families
    .get('portwatch_listener_info')
    ?.series.map(({labels}) => `${labels.port} ${labels.accepted}`);
  assert.deepEqual(accepted, ['8443 false', '8443 false', '7000 false', '22 true']);
});

test('filters and type options choose the sockets of all metrics', () => {
  const polls = [snapshot(exampleSockets)];
  const start = {filter: readFilter('port:22', noFilter)};
  const byFilter = measure(polls, showAll, start);
  assert.deepEqual(seriesLines(byFilter, 'portwatch_sockets'), [
    'proto=tcp state=ESTABLISHED 1',
    'proto=tcp state=LISTEN 2',
  ]);
  const byType = measure(polls, {...showAll, protocols: new Set(['udp'] as const)});
  assert.deepEqual([...new Set(byType.get('portwatch_sockets')?.series.map(({labels}) => labels.proto))], ['udp']);
});

test('a socket that closed a moment ago is not counted', () => {
  const families = measure([snapshot([ssh, socket('tcp LISTEN 0.0.0.0:80')]), snapshot([ssh])]);
  assert.deepEqual(seriesLines(families, 'portwatch_sockets'), ['proto=tcp state=LISTEN 1']);
  assert.equal(listeners(families).length, 1);
});

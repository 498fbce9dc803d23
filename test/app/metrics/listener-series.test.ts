import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {maxListenerSeries} from '../../../source/app/metrics/listener-series.ts';
import {known} from '../../../source/domain/known.ts';
import type {Process, Socket} from '../../../source/domain/socket.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {anyText} from '../../helpers/arbitrary.ts';
import {executable, hidden, owner, ownerOf, process, snapshot, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {listeners, measure, metricsOf, seriesLines} from '../../helpers/metrics.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));

test('a listener has labels that outlive its process', () => {
  const app = process('/opt/app', {
    pid: 7,
    unit: trusted('app.service'),
    container: {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop'), image: null},
  });
  const netns = {name: trusted('web'), inode: 4_026_532_251};
  const families = metricsOf(
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
  const families = metricsOf(
    socket('tcp LISTEN 0.0.0.0:8080', ownerOf(app)),
    socket('tcp LISTEN 0.0.0.0:8081', ownerOf(nameless)),
    socket('tcp ESTABLISHED 10.0.0.5:8080 198.51.100.7:50122', ownerOf(app)),
  );
  assert.doesNotMatch(JSON.stringify([...families]), /7777777|hunter2|198\.51\.100\.7|50122/);
  assert.deepEqual(listeners(families), ['tcp|0.0.0.0|8080|any|app||||learn|', 'tcp|0.0.0.0|8081|any|||||learn|']);
});

test('listeners that differ in one label alone are two, whichever label has the text', () => {
  const byProgram = process('/usr/bin/x', {pid: 1});
  const byUnit: Process = {...byProgram, executable: {known: false, why: 'refused'}, unit: trusted('x')};
  const families = metricsOf(
    socket('tcp LISTEN 0.0.0.0:1', ownerOf(byProgram)),
    socket('tcp LISTEN 0.0.0.0:1', ownerOf(byUnit), {key: 'another'}),
  );
  assert.deepEqual(listeners(families), ['tcp|0.0.0.0|1|any||x|||learn|', 'tcp|0.0.0.0|1|any|x||||learn|']);
});

test('a text that one of several processes lacks leaves no gap', () => {
  const holders = [process('/usr/bin/a', {pid: 1}), process('/usr/bin/a', {pid: 2, unit: trusted('a.service')})];
  const families = metricsOf(socket('tcp LISTEN 0.0.0.0:1', ownerOf(...holders)));
  assert.deepEqual(listeners(families), ['tcp|0.0.0.0|1|any|a|a.service|||learn|']);
});

test('the order of listeners does not follow the order of the poll', () => {
  const all = ['0.0.0.0%lo:80', '0.0.0.0:80', '0.0.0.0:90', '127.0.0.1:70', '10.0.0.5:90'].map(local =>
    socket(`tcp LISTEN ${local}`, owner('/usr/bin/a')),
  );
  const places = (sockets: readonly Socket[]): readonly string[] =>
    listeners(metricsOf(...sockets)).map(each => each.split('|').slice(1, 3).join(':'));
  assert.deepEqual(places(all), ['0.0.0.0:80', '0.0.0.0:90', '10.0.0.5:90', '127.0.0.1:70', '0.0.0.0:80']);
  assert.deepEqual(places([...all].reverse()), places(all));
});

test('several programs and units of one socket are named once each, in an order of their own', () => {
  const holders = ['/usr/bin/b', '/usr/bin/a', '/usr/bin/b'].map((path, index) =>
    process(path, {pid: 10 + index, unit: trusted('x.socket')}),
  );
  assert.deepEqual(listeners(metricsOf(socket('tcp LISTEN 0.0.0.0:1', ownerOf(...holders)))), [
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
  const families = metricsOf(...workers);
  assert.equal(listeners(families).length, 1);
  assert.deepEqual(seriesLines(families, 'portwatch_sockets'), ['proto=tcp state=LISTEN 3']);
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
  const families = metricsOf(...all);
  const shown = listeners(families);
  assert.equal(shown.length, maxListenerSeries);
  assert.deepEqual(
    shown.slice(0, 4).map(each => each.split('|').slice(1, 3).join(':')),
    ['0.0.0.0:9000', '0.0.0.0:22', '127.0.0.1:900', '127.0.0.1:1000'],
  );
  assert.deepEqual(seriesLines(families, 'portwatch_listeners_omitted'), ['3']);
  assert.deepEqual(listeners(metricsOf(...[...all].reverse())), shown);
  assert.deepEqual(seriesLines(metricsOf(ssh), 'portwatch_listeners_omitted'), ['0']);
});

test('any name that others give to programs, units and namespaces is a label that a parser can read', () => {
  const name = fc.oneof(anyText, fc.string({unit: fc.constantFrom('"', '\\', '\n', '{', '}', ',', '=', 'a')}));
  fc.assert(
    fc.property(name, name, name, (program, unit, netns) => {
      const held = process('/x', {
        executable: known(executable(`/opt/${program}`)),
        unit: sanitize(unit),
      });
      const families = metricsOf(
        socket('tcp LISTEN 0.0.0.0:80', ownerOf(held), {netns: {name: sanitize(netns), inode: 1}}),
      );
      const [series] = families.get('portwatch_listener_info')?.series ?? [];
      assert.equal(series?.labels.unit, sanitize(unit, 200));
      assert.equal(series?.labels.netns, sanitize(netns));
    }),
    {numRuns: 300},
  );
});

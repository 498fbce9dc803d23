import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {fields} from '../../../../source/app/table/filter/fields.ts';
import {readQuery} from '../../../../source/app/table/filter/query.ts';
import type {Acceptance} from '../../../../source/domain/baseline.ts';
import {unknown} from '../../../../source/domain/known.ts';
import type {Container, Owner, Process, Socket} from '../../../../source/domain/socket.ts';
import {trusted} from '../../../../source/domain/text.ts';
import {acceptanceOf, acceptedAs, driftOf} from '../../../helpers/acceptance.ts';
import {anyText} from '../../../helpers/arbitrary.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../../../helpers/build.ts';
import {anyQuery, type Row} from './naive.ts';

const anyProcess: fc.Arbitrary<Process> = fc
  .record({
    path: fc.constantFrom('/usr/sbin/sshd', '/usr/bin/curl', '/tmp/x', '/opt/web-server/httpd'),
    name: fc.constantFrom('sshd', 'curl', 'a|b'),
    pid: fc.constantFrom(22, 812, 813),
    uid: fc.constantFrom(null, 0, 500, 1000),
    user: fc.constantFrom(null, trusted('root'), trusted('web-server')),
    unit: fc.constantFrom(null, trusted('ssh.service')),
    container: fc.constantFrom<Container | null>(null, {
      runtime: 'docker',
      id: trusted('0123456789ab'),
      name: trusted('shop'),
      image: null,
    }),
    seen: fc.boolean(),
  })
  .map(({path, name, seen, ...rest}) =>
    process(path, {...rest, name: trusted(name), ...(seen ? {} : {executable: unknown('needs-root')})}),
  );

const anyOwner: fc.Arbitrary<Owner> = fc.oneof(
  fc.array(anyProcess, {minLength: 1, maxLength: 2}).map(all => ownerOf(...all)),
  fc.constantFrom(unknown('needs-root'), unknown('closing')),
);

const kinds = [
  'tcp LISTEN',
  'udp UNCONN',
  'raw CLOSE',
  'tcp ESTABLISHED',
  'tcp CLOSE_WAIT',
  'tcp TIME_WAIT',
  'udp ESTABLISHED',
];
const locals = [
  '0.0.0.0',
  '127.0.0.1',
  '10.0.0.5',
  '[::]',
  '[::1]',
  '[fe80::1%eth0]',
  '[::ffff:10.0.0.5]',
  '[2001:db8::5]',
];
const peers = ['203.0.113.9', '127.0.0.1', '[2001:db8::9]', '[::ffff:203.0.113.9]', 'host.example.com'];
const ports = fc.constantFrom(22, 53, 80, 443, 1023, 51_000);

const anySocket: fc.Arbitrary<Socket> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    local: fc.constantFrom(...locals),
    port: ports,
    peer: fc.constantFrom(...peers),
    peerPort: ports,
    holder: anyOwner,
    uid: fc.constantFrom(null, 0, 1000),
    user: fc.constantFrom(null, trusted('root'), trusted('web-server')),
  })
  .map(({kind, local, port, peer, peerPort, holder, uid, user}) => {
    const isConnected = !/LISTEN|UNCONN|CLOSE$/.test(kind);
    const ends = `${local}:${port}${isConnected ? ` ${peer}:${peerPort}` : ''}`;
    return socket(`${kind} ${ends}`, holder, {uid, user});
  });

const anyAcceptance: fc.Arbitrary<Acceptance | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom('accepted', 'new').map(state => acceptanceOf(state)),
  fc
    .subarray(['owner', 'replaced', 'widened', 'unit', 'check'], {minLength: 1})
    .map(kinds => acceptanceOf('drifted', {drift: kinds.map(kind => driftOf(`${kind} a b`))})),
);

const anyMarks = fc.record({isNew: fc.boolean(), isClosed: fc.boolean(), isChanged: fc.boolean()});

const anyRows: fc.Arbitrary<readonly Row[]> = fc
  .array(fc.tuple(anySocket, anyMarks, anyAcceptance), {minLength: 1, maxLength: 8})
  .map(all =>
    assessAllNow(
      all.map(([each]) => each),
      nameOf,
    ).rows.map((row, index) => ({
      row: acceptedAs(row, all[index]?.[2] ?? null),
      marks: all[index]?.[1] ?? {isNew: false, isClosed: false, isChanged: false},
      shown: `${row.socket.key} ${row.service ?? '-'} ${row.assessment.why}`,
    })),
  );

test('every row that passes satisfies the query, and no other row does', () => {
  let passed = 0;
  let dropped = 0;
  fc.assert(
    fc.property(anyRows, anyQuery, (rows, {text, holds}) => {
      const query = readQuery(text);
      assert.ok(query.ok, query.ok ? '' : `${text}: ${query.message}`);
      for (const each of rows) {
        const matches = query.matches(each.row, each.marks, () => each.shown);
        assert.equal(matches, holds(each), `${text} on ${each.row.socket.key}`);
        if (matches) passed++;
        else dropped++;
      }
    }),
    {numRuns: 1500},
  );
  assert.ok(passed > 1000 && dropped > 1000, `${passed} passed, ${dropped} dropped`);
});

test('the random queries use every field', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyQuery, ({text}) => {
      for (const [, name = ''] of text.matchAll(/(?:^| )[!-]?([a-z]+):/g)) seen.add(name);
    }),
    {numRuns: 1500},
  );
  const unused = fields.map(({name}) => name).filter(name => !seen.has(name));
  assert.deepEqual(unused, [], `naive.ts lacks ${unused.join(', ')}`);
});

test('any text is a query, or is rejected with a place in it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyText,
        anyQuery.map(({text}) => text.slice(0, -1)),
      ),
      text => {
        const query = readQuery(text);
        assert.equal(query.text, text);
        if (query.ok) return;
        assert.ok(query.at >= 0 && query.at <= text.length);
        assert.notEqual(query.message, '');
      },
    ),
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {known} from '../../source/domain/known.ts';
import type {Holder, Owner, Socket} from '../../source/domain/socket.ts';
import {isWorse} from '../../source/domain/verdict.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {listenerOf} from '../../source/judge/explain.ts';
import {assessAllNow, hidden, nameOf, process, socket} from '../helpers/build.ts';

const paths = [
  ...['/usr/sbin/sshd', '/usr/sbin/nginx', '/usr/bin/bash', '/tmp/x', '/usr/bin/python3.11', '/usr/sbin/avahi-daemon'],
  ...['/usr/bin/docker-proxy', '/usr/sbin/cupsd', '/usr/lib/systemd/systemd'],
];
const processes = paths.map((path, index) => process(path, {pid: 100 + index}));
const ports = [22, 68, 443, 631, 5353, 8080, 50_000];

const anyHolder = fc.record<Holder>({
  process: fc.constantFrom(...processes),
  descriptors: fc.uniqueArray(fc.constantFrom(0, 3, 9), {minLength: 1, maxLength: 2}),
});
const anyOwner: fc.Arbitrary<Owner> = fc.oneof(
  {weight: 4, arbitrary: fc.array(anyHolder, {minLength: 1, maxLength: 2}).map(holders => known(holders))},
  {
    weight: 2,
    arbitrary: fc.constantFrom('needs-root', 'kernel', 'no-process', 'not-accepted', 'closing', 'refused').map(hidden),
  },
);
const anyPort = fc.constantFrom(...ports);
const anyListener = fc
  .tuple(
    fc.constantFrom('tcp LISTEN', 'udp UNCONN'),
    fc.constantFrom('0.0.0.0', '[::]', '10.0.0.5', '127.0.0.1', '0.0.0.0%eth0', '0.0.0.0%lo', '*'),
    anyPort,
  )
  .map(([kind, address, port]) => `${kind} ${address}:${port}`);
const anyConnection = fc
  .tuple(
    fc.constantFrom('tcp ESTABLISHED', 'tcp SYN_RECV', 'tcp TIME_WAIT', 'tcp CLOSE_WAIT', 'udp ESTABLISHED'),
    fc.constantFrom('10.0.0.5', '10.0.0.5%eth0', '127.0.0.1', '[::1]', '[2001:db8::5]', '[::ffff:10.0.0.5]'),
    anyPort,
    fc.constantFrom('198.51.100.7:50122', '127.0.0.1:40000', '[::1]:40000', '203.0.113.9:443', '203.0.113.9:6667'),
  )
  .map(([kind, address, port, peer]) => `${kind} ${address}:${port} ${peer}`);

const anyHost = fc
  .array(fc.tuple(fc.oneof(anyListener, anyConnection), anyOwner, fc.constantFrom(0, 1000)), {maxLength: 14})
  .map(all => all.map(([text, holder, uid], index) => socket(text, holder, {uid, key: `${index}`})));

function assertFollowsListener(row: AssessedSocket): void {
  const listener = listenerOf(row);
  assert.equal(listener === null, row.cameInTo.length === 0);
  if (listener === null) return;
  const {verdict, checks, rule, why} = row.assessment;
  assert.equal(row.direction, 'inbound');
  assert.notEqual(rule.id, 'other-conversation');
  const hasFailed = checks.some(({result}) => result === 'fail');
  if (!hasFailed)
    assert.ok(!isWorse(verdict, listener.verdict), `${verdict}, by a listener that is ${listener.verdict}`);
  if (listener.verdict === 'suspect') assert.equal(verdict, 'suspect');
  if (rule.id === 'inbound-connection' && !hasFailed) {
    assert.equal(verdict, listener.verdict);
    assert.match(why, new RegExp(`^came in to (?:port|.+ on) ${row.socket.local.port}$`));
  }
}

test('on any host, an inbound connection is never louder than its listener unless a check of its own fails', () => {
  fc.assert(
    fc.property(anyHost, sockets => assessAllNow(sockets, nameOf).rows.forEach(assertFollowsListener)),
    {numRuns: 1000},
  );
});

test('an inbound connection follows its listener also after that is gone, and after others took its port', () => {
  fc.assert(
    fc.property(
      anyHost,
      fc.func(fc.boolean()),
      fc.array(fc.tuple(anyListener, anyOwner), {maxLength: 3}),
      (sockets, stays, late) => {
        const before = assessAllNow(sockets, nameOf);
        const others = late.map(([text, holder], index) => socket(text, holder, {key: `late ${index}`}));
        const now: readonly Socket[] = [...sockets.filter(each => each.peer !== null || stays(each.key)), ...others];
        const after = assessAllNow(now, nameOf, before);
        const old = new Map(before.rows.map(row => [row.socket.key, row]));
        for (const row of after.rows) {
          const was = old.get(row.socket.key)?.cameInTo ?? [];
          if (row.formerOwner === null) assertFollowsListener(row);
          if (was.length === 0 || row.direction !== 'inbound') continue;
          const keys = new Set(was.map(({key}) => key));
          assert.ok(
            row.cameInTo.some(({key}) => keys.has(key)),
            'a listener of its own time',
          );
        }
      },
    ),
    {numRuns: 300},
  );
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {known, unknown} from '../../source/domain/known.ts';
import type {Netns, Owner, Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../helpers/build.ts';
import {evidenceFor} from '../helpers/evidence.ts';

const web: Netns = {name: trusted('web'), inode: 4_026_532_251};
const shop: Netns = {name: trusted('shop'), inode: 4_026_532_399};

const within = (netns: Netns, each: Socket): Socket => ({...each, netns, key: `${netns.inode} ${each.key}`});

const holders: readonly Owner[] = [
  owner('/usr/sbin/sshd'),
  owner('/usr/sbin/nginx'),
  owner('/usr/bin/python3.11'),
  owner('/usr/bin/bash'),
  hidden('needs-root'),
  hidden('no-process'),
];

const address = fc.constantFrom('0.0.0.0', '127.0.0.1', '10.0.0.5', '203.0.113.9', '[::]', '[::1]');
const port = fc.constantFrom(22, 53, 80, 443, 5353, 8080, 40_000, 50_001);
const end = fc.tuple(address, port).map(([host, number]) => `${host}:${number}`);
const kind = fc.constantFrom('tcp LISTEN', 'tcp ESTABLISHED', 'tcp TIME_WAIT', 'udp UNCONN', 'udp ESTABLISHED');
const someSockets = fc.array(fc.tuple(kind, end, end, fc.constantFrom(...holders)), {maxLength: 12}).map(all =>
  all.map(([of, local, peer, holder], index) => {
    const text = /LISTEN|UNCONN/.test(of) ? `${of} ${local}` : `${of} ${local} ${peer}`;
    return socket(text, holder, {key: `${index} ${text}`});
  }),
);

const evidence = evidenceFor(holders, {}, {ephemeralPorts: known([32_768, 60_999]), routeLocalnet: known([])});

test('the sockets of two namespaces have the verdicts that each has alone, also in the next refresh', () => {
  fc.assert(
    fc.property(someSockets, someSockets, someSockets, (here, before, after) => {
      const poll = (...groups: readonly (readonly Socket[])[]) => {
        const first = assessAllNow(groups[0] ?? [], nameOf, undefined, evidence);
        return assessAllNow(groups[1] ?? [], nameOf, first, evidence).rows;
      };
      const inside = (netns: Netns, sockets: readonly Socket[]) => sockets.map(each => within(netns, each));
      const alone = [
        ...poll(here, here),
        ...poll(inside(web, before), inside(web, after)),
        ...poll(inside(shop, after), inside(shop, before)),
      ];
      const together = poll(
        [...here, ...inside(web, before), ...inside(shop, after)],
        [...here, ...inside(web, after), ...inside(shop, before)],
      );
      assert.deepEqual(together, alone);
    }),
  );
});

/** The row of the last socket, assessed among all of them. */
function last(...sockets: readonly Socket[]): AssessedSocket {
  return assessAllNow(sockets, nameOf, undefined, evidence).rows.at(-1) ?? assert.fail('no row');
}

test('a listener of one namespace is none of another one', () => {
  const listener = socket('tcp LISTEN 0.0.0.0:8080', owner('/usr/sbin/nginx'));
  const connection = socket('tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:51000', hidden('not-accepted'));
  assert.equal(last(listener, connection).direction, 'inbound');
  assert.equal(last(within(web, listener), within(web, connection)).direction, 'inbound');
  for (const row of [
    last(listener, within(web, connection)),
    last(within(web, listener), connection),
    last(within(web, listener), within(shop, connection)),
  ])
    assert.deepEqual(row.listenerOwners, []);
});

test('the ports that this host gives to clients are not known of another namespace', () => {
  const waits = socket('udp UNCONN 0.0.0.0:50001', owner('/usr/bin/python3.11'));
  assert.equal(last(waits).isDynamic, true);
  assert.equal(last(within(web, waits)).isDynamic, false);
});

test('a namespace that got another name is named anew', () => {
  const listener = within(web, socket('tcp LISTEN 127.0.0.1:53', owner('/usr/sbin/dnsmasq')));
  const lookUp = within(web, socket('udp ESTABLISHED 10.0.0.5:50001 198.51.100.7:53', owner('/usr/bin/python3.11')));
  const before = assessAllNow([listener, lookUp], nameOf, undefined, evidence);
  const named = {...web, name: trusted('front')};
  const {rows} = assessAllNow(
    [listener, lookUp].map(each => ({...each, netns: named})),
    nameOf,
    before,
    evidence,
  );
  const [check] = rows.at(-1)?.assessment.checks.filter(({id}) => id === 'name-server') ?? [];
  assert.equal(check?.detail, 'the name servers of network namespace front are not known');
});

test('a name server of this host on loopback is another one in another namespace', () => {
  const stub = evidenceFor([], {}, {nameServers: known([trusted('127.0.0.53'), trusted('10.0.0.1')])});
  const results = ['127.0.0.53', '10.0.0.1', '198.51.100.7'].map(peer => {
    const lookUp = socket(`udp ESTABLISHED 10.0.0.5:50001 ${peer}:53`, owner('/usr/bin/curl'));
    const [row] = assessAllNow([within(web, lookUp)], nameOf, undefined, stub).rows;
    return row?.assessment.checks.find(({id}) => id === 'name-server')?.result;
  });
  assert.deepEqual(results, ['unknown', 'pass', 'unknown']);
});

test('a namespace has name servers of its own, by files that are root’s alone or are not', () => {
  const servers = known(['127.0.0.11', '10.89.0.1'].map(each => trusted(each)));
  const outcomes = [true, false].map(ofRoot => {
    const network = {
      routeLocalnet: known([]),
      ephemeralPorts: unknown('not-collected'),
      itsNameServers: {servers, ofRoot},
    } as const;
    const host = {nameServers: known([trusted('10.0.0.1')]), otherNetworks: new Map([[web.inode, network]])};
    return ['127.0.0.11', '10.89.0.1', '10.0.0.1', '198.51.100.7'].map(peer => {
      const lookUp = socket(`udp ESTABLISHED 10.0.0.5:50001 ${peer}:53`, owner('/usr/bin/curl'));
      const [row] = assessAllNow([within(web, lookUp)], nameOf, undefined, evidenceFor([], {}, host)).rows;
      const {result, detail} = row?.assessment.checks.find(({id}) => id === 'name-server') ?? assert.fail('no check');
      return `${result}: ${detail}`;
    });
  });
  const outer = 'pass: 10.0.0.1 is a name server of this host';
  const foreign = 'fail: 198.51.100.7 is none of the name servers that network namespace web is set up to ask';
  assert.deepEqual(outcomes, [
    [
      'pass: 127.0.0.11 is a name server of network namespace web',
      'pass: 10.89.0.1 is a name server of network namespace web',
      outer,
      foreign,
    ],
    [
      "unknown: 127.0.0.11 is set up in network namespace web by a file that is not root's alone",
      "unknown: 10.89.0.1 is set up in network namespace web by a file that is not root's alone",
      outer,
      foreign,
    ],
  ]);
});

for (const [text, here, there] of [
  ['tcp LISTEN 127.0.0.1:6379', 'this machine only', 'its namespace only'],
  ['tcp ESTABLISHED 127.0.0.1:6379 127.0.0.1:50001', 'within this machine', 'within its namespace'],
] as const) {
  test(`${text} of another namespace: ${there}`, () => {
    const one = socket(text, owner('/usr/bin/redis-server'));
    assert.equal(last(one).assessment.why, here);
    assert.equal(last(within(web, one)).assessment.why, there);
    assert.equal(last(one, within(web, one)).assessment.verdict, 'explained');
  });
}

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isAlike, type TableLine} from '../../../source/app/table/alike.ts';
import {isClearlyAlike} from '../../../source/app/table/alike-kind.ts';
import {groupRows} from '../../../source/app/table/group-rows.ts';
import {byState} from '../../../source/app/table/groupings.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Owner, Process, Socket} from '../../../source/domain/socket.ts';
import {finish} from '../../../source/domain/task.ts';
import {trusted} from '../../../source/domain/text.ts';
import {nothingAssessed} from '../../../source/judge/assess-all.ts';
import {assessAllNow, hidden, nameOf, owner, ownerOf, process, socket} from '../../helpers/build.ts';

let number = 0;
const keyed = (text: string, holder: Owner, changes: Partial<Socket> = {}): Socket =>
  socket(text, holder, {key: `${text} ${++number}`, ...changes});

type Options = {readonly isCompact?: boolean; readonly isMarked?: (key: string) => boolean; readonly closed?: number};

/** The lines of the sockets, in this order. */
function lines(sockets: readonly Socket[], options: Options = {}): readonly TableLine[] {
  const {isCompact = true, isMarked = () => false, closed = 0} = options;
  const {rows} = assessAllNow(sockets, nameOf);
  const groups = finish(
    groupRows(rows, byState, {
      isCompact,
      uncounted: new Set(rows.slice(0, closed)),
      standsAlone: ({socket: {key}, assessment: {verdict}}) => verdict === 'suspect' || isMarked(key),
    }),
  );
  return groups.flatMap(group => group.lines);
}

/** The number of sockets on each line. */
const counts = (sockets: readonly Socket[], options: Options = {}): readonly number[] =>
  lines(sockets, options).map(line => (isAlike(line) ? line.rows.length : 1));

const named = ownerOf(process('/usr/sbin/named'));
const dns = 'udp UNCONN 10.0.0.5:53';
const each = {isCompact: false};

test('sockets of one process that wait at one end are one line, in a list that is not compact too', () => {
  const sockets = [keyed(dns, named), keyed(dns, named), keyed(dns, named), keyed('udp UNCONN 10.0.0.6:53', named)];
  for (const options of [each, {}]) assert.deepEqual(counts(sockets, options), [3, 1]);
  const [line] = lines(sockets, each);
  assert.ok(line && isAlike(line) && line.isSame);
});

test('what differs in anything that is shown stays by itself', () => {
  const others = [
    keyed(dns, owner('/usr/sbin/unbound')),
    keyed(dns, named, {uid: 53}),
    keyed('tcp LISTEN 10.0.0.5:53', named),
    keyed('udp UNCONN 10.0.0.5%eth0:53', named),
    keyed('udp UNCONN 10.0.0.5:54', named),
    keyed(dns, named, {netns: {name: trusted('web'), inode: 7}}),
  ];
  for (const other of others) {
    for (const options of [each, {}]) assert.deepEqual(counts([keyed(dns, named), other], options), [1, 1], other.key);
  }
});

test('connections fold in a compact list alone, and a row with a mark nowhere', () => {
  const connection = 'udp ESTABLISHED 10.0.0.5:53 10.0.0.9:5000';
  assert.deepEqual(counts([keyed(connection, named), keyed(connection, named)], each), [1, 1]);
  assert.deepEqual(counts([keyed(connection, named), keyed(connection, named)]), [2]);
  const sockets = [keyed(dns, named), keyed(dns, named), keyed(dns, named)];
  for (const at of [0, 1, 2]) {
    const isMarked = (key: string): boolean => key === sockets[at]?.key;
    for (const isCompact of [true, false]) {
      assert.deepEqual(counts(sockets, {isCompact, isMarked}), at === 0 ? [1, 2] : [2, 1]);
    }
  }
});

const workers = [0, 1, 2].map(pid => process('/usr/sbin/nginx', {pid}));
const worker = (pid: number, changes?: Partial<Process>): Owner => {
  const same = workers[pid] ?? process('/usr/sbin/nginx', {pid});
  return ownerOf(changes ? {...same, ...changes} : same);
};
const listener = keyed('tcp LISTEN 10.0.0.5:443', worker(1));
const inbound = (peer: string, holder = worker(1), changes: Partial<Socket> = {}): Socket =>
  keyed(`tcp ESTABLISHED 10.0.0.5:443 ${peer}`, holder, changes);
const outbound = (port: number, peer: string, holder = worker(1)): Socket =>
  keyed(`tcp ESTABLISHED 10.0.0.5:${port} ${peer}`, holder);

test('connections that differ in peer, in the port that a client was given, and in the pid are one line', () => {
  const came = [inbound('203.0.113.9:50000'), inbound('203.0.113.7:50001', worker(2)), inbound('203.0.113.9:50002')];
  assert.deepEqual(counts([listener, ...came]), [1, 3]);
  const went = [outbound(50000, '203.0.113.9:5432'), outbound(50001, '203.0.113.7:5432', worker(2))];
  assert.deepEqual(counts([listener, ...went]), [1, 2]);
  assert.deepEqual(counts([listener, ...came, ...went]), [1, 3, 2], 'either way is a line of its own');
  const [, line] = lines([listener, ...came]);
  assert.ok(line && isAlike(line) && !line.isSame);
  assert.deepEqual(line.ends, {
    peers: 2,
    most: [
      {address: '203.0.113.9', interface: null, count: 2},
      {address: '203.0.113.7', interface: null, count: 1},
    ],
    processes: 2,
  });
});

test('peers are counted from two sockets on, each address by its device', () => {
  const link = (device: string, port: number) =>
    keyed(`tcp ESTABLISHED [fd00::5]:443 [fe80::9%${device}]:${port}`, worker(1));
  const peersOf = (...sockets: readonly Socket[]) => {
    const [, line] = lines([keyed('tcp LISTEN [fd00::5]:443', worker(1)), ...sockets]);
    assert.ok(line && isAlike(line));
    return line.ends.most.map(({interface: device, count}) => `${device} ${count}`);
  };
  assert.deepEqual(peersOf(link('eth0', 50_000), link('eth0', 50_001)), ['eth0 2']);
  assert.deepEqual(peersOf(link('eth0', 50_000), link('eth1', 50_001), link('eth1', 50_002)), ['eth1 2', 'eth0 1']);
});

test('the queues of alike sockets are summed, and not known where none is', () => {
  const queues = (...known: readonly (number | null)[]) => {
    const came = known.map((recvQueue, index) =>
      inbound(`203.0.113.9:${50000 + index}`, worker(1), {recvQueue, sendQueue: null}),
    );
    const [, line] = lines([listener, ...came]);
    assert.ok(line && isAlike(line));
    return [line.recvQueue, line.sendQueue];
  };
  assert.deepEqual(queues(5, 7, 0), [12, null]);
  assert.deepEqual(queues(5, null), [5, null]);
  assert.deepEqual(queues(null, null), [null, null]);
});

test('connections of another program, user, unit, container or port are no part of the line', () => {
  const container = {runtime: 'docker' as const, id: trusted('0123456789ab'), name: null, image: null};
  const others = [
    inbound('203.0.113.9:50001', owner('/usr/sbin/haproxy')),
    inbound('203.0.113.9:50001', hidden('needs-root')),
    inbound('203.0.113.9:50001', worker(2, {uid: 33})),
    inbound('203.0.113.9:50001', worker(2, {unit: trusted('nginx.service')})),
    inbound('203.0.113.9:50001', worker(2, {container})),
    inbound('203.0.113.9:50001', worker(1), {netns: {name: trusted('web'), inode: 7}}),
    inbound('203.0.113.9:50001', worker(1), {state: 'CLOSE_WAIT'}),
    inbound('203.0.113.9:50001', worker(1), {mptcp: true}),
    keyed('tcp ESTABLISHED 10.0.0.6:443 203.0.113.9:50001', worker(1)),
    outbound(50001, '203.0.113.9:5432'),
  ];
  for (const other of others) {
    assert.deepEqual(counts([listener, inbound('203.0.113.9:50000'), other]), [1, 1, 1], other.key);
  }
  const to = outbound(50000, '203.0.113.9:5432');
  assert.deepEqual(counts([listener, to, outbound(50001, '203.0.113.9:5433')]), [1, 1, 1], 'of outbound, the port');
});

test('a socket that is not Multipath TCP, and one of which that is not known, are alike', () => {
  const [known, unknown] = [false, null].map(mptcp => inbound('203.0.113.9:50001', worker(1), {mptcp}));
  assert.ok(known && unknown);
  for (const sockets of [
    [known, unknown],
    [unknown, inbound('10.0.0.9:50001', worker(2)), known],
  ]) {
    assert.deepEqual(counts([listener, ...sockets]), [1, sockets.length]);
  }
});

test('connections that came in during different polls are alike at first sight', () => {
  const [early, late] = [inbound('203.0.113.9:50000'), inbound('203.0.113.9:50001')];
  const before = assessAllNow([listener, early], nameOf);
  const {rows} = assessAllNow([listener, early, late], nameOf, before);
  const [, one, other] = rows;
  assert.ok(one && other && isClearlyAlike(one, other));
});

test('suspect rows each have a line of their own', () => {
  const suspects = [1, 2, 3].map(pid => keyed('tcp LISTEN 0.0.0.0:22', ownerOf(process('/tmp/sshd', {pid}))));
  assert.deepEqual(counts(suspects), [1, 1, 1]);
});

test('listeners on several ports are apart; datagram sockets on ports that clients are given are not', () => {
  const listeners = [7001, 7002, 40_001, 40_002].map(port => keyed(`tcp LISTEN 0.0.0.0:${port}`, worker(1)));
  assert.deepEqual(counts(listeners), [1, 1, 1, 1]);
  const datagrams = [40_001, 40_002, 500].map(port => keyed(`udp UNCONN 0.0.0.0:${port}`, worker(1)));
  const host = {...noEvidence.host, ephemeralPorts: known([32_768, 60_999] as const)};
  const {rows} = assessAllNow(datagrams, nameOf, nothingAssessed, {...noEvidence, host});
  const [group] = finish(groupRows(rows, byState, {isCompact: true}));
  assert.deepEqual(
    group?.lines.map(line => (isAlike(line) ? line.rows.length : 1)),
    [2, 1],
  );
});

test('rows that closed are no part of a line of open ones', () => {
  const came = [50000, 50001, 50002, 50003].map(port => inbound(`203.0.113.9:${port}`));
  assert.deepEqual(counts([...came], {closed: 2}), [2, 2]);
});

test('a line stands where its first row would, and only rows of one kind are under it', () => {
  const sockets = [
    listener,
    inbound('203.0.113.9:50000'),
    outbound(50000, '203.0.113.9:5432'),
    inbound('203.0.113.7:50001'),
    outbound(50001, '203.0.113.9:5432'),
    inbound('203.0.113.8:50001', owner('/usr/sbin/haproxy')),
  ];
  assert.deepEqual(counts(sockets), [1, 2, 2, 1]);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Directed, DirectionFacts} from '../../source/judge/direction.ts';
import {findDirection} from '../../source/judge/direction.ts';

const linux: DirectionFacts['clientPorts'] = [32_768, 60_999];
const services = new Set([22, 80, 443, 800, 993, 2049, 3306, 6667, 7000, 8080, 8081]);

/** `50000 443` is TCP, established, in a text without listeners, of a host whose range is not known. */
function facts(ends: string, changes: Partial<DirectionFacts> = {}): DirectionFacts {
  const [local, peer] = ends.split(' ').map(Number);
  return {
    protocol: 'tcp',
    state: 'ESTABLISHED',
    localPort: local ?? 0,
    peerPort: peer ?? null,
    showsListeners: false,
    isListenedOn: false,
    wasListenedOn: false,
    earlier: null,
    clientPorts: null,
    isNamed: port => services.has(port),
    isHeldByServer: () => false,
    ...changes,
  };
}

const here: Partial<DirectionFacts> = {showsListeners: true, clientPorts: linux};
const isHeldByServer = (): boolean => true;
const earlier = (direction: Directed['direction'], directionReason: Directed['directionReason']) => ({
  earlier: {direction, directionReason},
});

type Case = readonly [why: string, facts: DirectionFacts, answer: string];

const cases: readonly Case[] = [
  ['a listener waits', facts('22', {state: 'LISTEN'}), 'listening waits'],
  ['a socket without a peer', facts('68', {protocol: 'udp', state: 'UNCONN'}), 'unconnected waits'],
  ['SYN-RECV came in, whatever its ports are', facts('8081 80', {state: 'SYN_RECV'}), 'inbound state'],
  [
    'SYN-SENT went out, from a port that is listened on too',
    facts('22 50000', {state: 'SYN_SENT', isListenedOn: true}),
    'outbound state',
  ],
  ['a listener takes what comes to its port', facts('50000 80', {isListenedOn: true}), 'inbound listener'],
  ['raw sockets have no ports', facts('1 0', {protocol: 'raw'}), 'outbound connected'],

  // A text without listeners.
  ['a low port, with a peer among the ports of clients', facts('8080 51000'), 'inbound local-port'],
  ['the other way round', facts('51000 8080'), 'outbound peer-port'],
  ['a port without a name is as good', facts('1234 51000'), 'inbound local-port'],
  ['a port that needs privilege, and a client whose router chose a low port', facts('443 6667'), 'inbound local-port'],
  ['two ports that need privilege', facts('443 80'), 'unknown not-in-text'],
  ['two low ports with names', facts('8081 7000'), 'unknown not-in-text'],
  ['a port that needs privilege may still be that of a client', facts('8081 80'), 'unknown not-in-text'],
  ['two low ports, the local one with a name', facts('8081 7001'), 'inbound service-name'],
  ["two low ports, the peer's with a name", facts('7001 443'), 'outbound service-name'],
  ['two low ports without a name', facts('7001 7002'), 'unknown not-in-text'],
  ['two ports of clients', facts('50000 50001'), 'unknown not-in-text'],
  ['a server program holds the port of a service', facts('8081 80', {isHeldByServer}), 'inbound program'],
  ['a server program holds a port of no service', facts('50000 50001', {isHeldByServer}), 'unknown not-in-text'],
  ['a client of root', facts('800 2049'), 'unknown not-in-text'],
  ['a client of root, from a port without a name', facts('801 2049'), 'outbound service-name'],
  ['a server on a port that clients of root use as well', facts('993 51000'), 'inbound local-port'],
  ['the ports of UDP show as much', facts('50000 53', {protocol: 'udp'}), 'outbound peer-port'],
  ['two ends of one service', facts('123 123', {protocol: 'udp', isNamed: () => true}), 'unknown not-in-text'],
  ['a port that the text does not have', facts('0 443'), 'unknown not-in-text'],
  ['active FTP, at the server', facts('20 51000'), 'outbound ftp-data'],
  ['active FTP, at the client', facts('51000 20'), 'inbound ftp-data'],

  // A text, or a host, with its listeners.
  ['nothing listens on the local port', facts('50000 50001', {showsListeners: true}), 'outbound no-listener'],
  ['its listener is gone', facts('8080 51000', here), 'inbound local-port'],
  ['its listener is gone, and the client had a low port', facts('8081 7000', here), 'inbound local-port'],
  [
    'a host with a range of its own',
    facts('20000 51000', {...here, clientPorts: [10_000, 65_535]}),
    'outbound no-listener',
  ],
  ['a port above the range of the host', facts('61000 51000', here), 'inbound local-port'],
  ['a client of root on this host', facts('800 51000', here), 'outbound no-listener'],
  ['a server on such a port of this host', facts('993 51000', {...here, isHeldByServer}), 'inbound local-port'],
  [
    'TIME_WAIT, its listener perhaps gone',
    facts('50000 50001', {...here, state: 'TIME_WAIT'}),
    'unknown listener-gone',
  ],
  ['TIME_WAIT, by its ports', facts('50000 443', {...here, state: 'TIME_WAIT'}), 'outbound peer-port'],
  ['TCP on a port that was listened on', facts('50000 50001', {...here, wasListenedOn: true}), 'inbound past-listener'],
  ['UDP with a peer', facts('5353 51000', {...here, protocol: 'udp'}), 'outbound connected'],

  // What an earlier refresh knew.
  [
    'inbound, its listener seen then',
    facts('50000 443', {...here, ...earlier('inbound', 'listener')}),
    'inbound earlier',
  ],
  [
    'inbound, known for two refreshes',
    facts('50000 443', {...here, ...earlier('inbound', 'earlier')}),
    'inbound earlier',
  ],
  [
    'outbound, seen to be opened',
    facts('50000 443', {...here, ...earlier('outbound', 'state'), isListenedOn: true}),
    'outbound earlier',
  ],
  [
    'outbound for lack of a listener that has come',
    facts('50000 50001', {...here, ...earlier('outbound', 'no-listener'), isListenedOn: true}),
    'inbound listener',
  ],
  [
    'inbound by a range that was not known yet',
    facts('20000 443', {...here, clientPorts: [10_000, 65_535], ...earlier('inbound', 'local-port')}),
    'outbound peer-port',
  ],
  [
    'outbound while it was open',
    facts('50000 50001', {...here, state: 'TIME_WAIT', ...earlier('outbound', 'no-listener')}),
    'outbound earlier',
  ],
  ['unknown before', facts('50000 443', {...here, ...earlier('unknown', 'listener-gone')}), 'outbound peer-port'],
];

for (const [why, given, answer] of cases) {
  const {protocol, state, localPort, peerPort} = given;
  test(`${why}: ${protocol} ${state} ${localPort} ${peerPort ?? '-'} is ${answer}`, () => {
    const {direction, directionReason} = findDirection(given);
    assert.equal(`${direction} ${directionReason}`, answer);
  });
}

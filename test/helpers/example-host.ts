import './environment.ts';
import type {Action} from '../../source/app/keys/bindings.ts';
import {act as actOn} from '../../source/app/state/act.ts';
import type {Event, Transition} from '../../source/app/state/event.ts';
import {preparePoll} from '../../source/app/state/prepare-poll.ts';
import {initialState, type Settings, type Size, type State} from '../../source/app/state/state.ts';
import {update as updateWith} from '../../source/app/state/update.ts';
import type {CellOptions} from '../../source/app/table/column.ts';
import type {HostLoad} from '../../source/domain/host.ts';
import {known} from '../../source/domain/known.ts';
import type {Snapshot} from '../../source/domain/snapshot.ts';
import type {Owner, Socket} from '../../source/domain/socket.ts';
import {finish} from '../../source/domain/task.ts';
import {trusted} from '../../source/domain/text.ts';
import {measurePage} from '../../source/screens/page.ts';
import {asciiSymbols, unicodeSymbols} from '../../source/screens/text/symbols.ts';
import {executable, hidden, nameOf, owner, ownerOf, process, showAll, snapshot, socket} from './build.ts';

/** A made-up host: every rule, verdict and reason for an unknown owner. */
const held: readonly (readonly [text: string, owner: Owner, changes?: Partial<Socket>])[] = [
  ['tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {sendQueue: 128}],
  ['tcp LISTEN [::]:22', ownerOf(process('/tmp/.x/sshd', {pid: 4242, user: trusted('mallory'), uid: 1001}))],
  ['tcp LISTEN 127.0.0.1:631', owner('/usr/sbin/cupsd')],
  ['tcp LISTEN 127.0.0.1:5432', owner(...Array<string>(3).fill('/usr/lib/postgresql/15/bin/postgres'))],
  ['tcp LISTEN 0.0.0.0:8080', owner('/opt/東京/サーバー'), {recvQueue: 2, sendQueue: 511}],
  ['tcp LISTEN [::]:9090', hidden('needs-root')],
  ['tcp LISTEN 0.0.0.0:2049', hidden('kernel')],
  ['udp UNCONN 0.0.0.0:5353', owner('/usr/sbin/avahi-daemon')],
  ['udp UNCONN 0.0.0.0:514', owner('/usr/sbin/rsyslogd')],
  ['udp UNCONN 0.0.0.0:68', owner('/usr/sbin/dhclient')],
  ['udp UNCONN [fe80::1%eth0]:546', owner('/usr/sbin/NetworkManager')],
  ['udp UNCONN 0.0.0.0:38142', owner('/usr/sbin/avahi-daemon')],
  ['udp UNCONN 0.0.0.0:38143', hidden('no-process')],
  ['udp UNCONN 127.0.0.53%lo:53', owner('/usr/lib/systemd/systemd-resolved')],
  ['raw CLOSE 0.0.0.0:1', owner('/usr/bin/ping')],
  ['packet CLOSE *:2054', owner('/usr/sbin/arpwatch'), {family: null}],
  ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd')],
  [
    'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443',
    owner('/usr/lib/firefox/firefox'),
    {tcp: {rttMs: 12.34, retransmits: 1, bytesSent: 2048, bytesReceived: 1_048_576}},
  ],
  ['tcp ESTABLISHED 10.0.0.5:51002 203.0.113.9:6667', ownerOf(process('/usr/bin/bash', {pid: 31337}))],
  ['tcp ESTABLISHED 10.0.0.5:51004 203.0.113.20:6697', owner('/usr/bin/irssi')],
  ['tcp ESTABLISHED 127.0.0.1:40000 127.0.0.1:5432', owner('/usr/bin/psql')],
  [
    'tcp ESTABLISHED [2001:db8::5]:51010 [2001:db8:0:1:2:3:4:5]:5223',
    ownerOf(process('/opt/chat', {executable: known(executable('/opt/chat', {state: 'replaced'}))})),
  ],
  ['tcp ESTABLISHED 10.0.0.5:51040 198.51.100.30:8443', hidden('not-collected')],
  ['udp ESTABLISHED 10.0.0.5:41234 162.159.200.1:123', owner('/usr/sbin/chronyd')],
  ['udp ESTABLISHED 10.0.0.5:33954 10.0.0.1:53', hidden('refused')],
  ['tcp SYN_SENT 10.0.0.5:51030 192.0.2.99:4444', hidden('other-namespace')],
  ['tcp CLOSE_WAIT 10.0.0.5:51020 203.0.113.80:80', hidden('exited')],
  ['tcp TIME_WAIT 10.0.0.5:49132 203.0.113.9:80', hidden('closing'), {inode: null, uid: null, user: null}],
];

export const exampleSockets: readonly Socket[] = held.map(([text, holder, changes], index) =>
  socket(text, holder, {inode: 4000 + index, ...changes}),
);

export const exampleSnapshot: Snapshot = snapshot(exampleSockets, [
  {kind: 'unreadable-processes', count: 13, text: trusted('13 processes could not be read')},
]);

export const settingsOf = (ascii = false): Settings => ({
  interval: 2,
  numeric: false,
  symbols: ascii ? asciiSymbols : unicodeSymbols,
  ascii,
  nameOf,
});

/** The options of cells before any history is known. */
export const cellOptionsOf = (changes: Partial<CellOptions> = {}): CellOptions => ({
  symbols: unicodeSymbols,
  numeric: false,
  seenOf: () => undefined,
  now: exampleSnapshot.takenAt,
  ...changes,
});

export const exampleLoad: HostLoad = {
  load1: 0.42,
  cpuPercent: 7,
  memoryPercent: 41.4,
  interfaces: [{name: trusted('eth0'), rxPerSecond: 12_345, txPerSecond: 678}],
};

/** An event, or a snapshot from which one is prepared as every mode does it. */
export type TestEvent = Event | {readonly type: 'polled'; readonly snapshot: Snapshot};

/** The event of a snapshot that follows a state. */
export const pollOf = (
  state: State,
  {snapshot: taken}: {readonly snapshot: Snapshot},
): Extract<Event, {type: 'polled'}> => ({
  type: 'polled',
  poll: finish(preparePoll(() => state, taken)),
});

/** The `update` of the program, with the pages of the screens to measure. */
export const update = (state: State, event: TestEvent | Event): Transition<State> =>
  updateWith(state, event.type === 'polled' && 'snapshot' in event ? pollOf(state, event) : event, measurePage);

export const act = (state: State, action: Action): Transition<State> => actOn(state, action, measurePage);

/** The list of the made-up host after one poll, or after a poll that finds these sockets. */
export function exampleState(size: Size, sockets: readonly Socket[] = exampleSockets, ascii = false): State {
  const start = initialState(settingsOf(ascii), size, showAll, exampleSnapshot.takenAt);
  return update(start, {type: 'polled', snapshot: {...exampleSnapshot, sockets}})[0];
}

/** The state after these events. */
export const play = (state: State, ...events: readonly (TestEvent | Event)[]): State =>
  events.reduce((result, event) => update(result, event)[0], state);

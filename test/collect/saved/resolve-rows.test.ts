import assert from 'node:assert/strict';
import {test} from 'node:test';
import {blankRow, type ParsedRow} from '../../../source/collect/saved/parsed-row.ts';
import {savedHolders, savedProcess} from '../../../source/collect/saved/printed-program.ts';
import {resolveRows} from '../../../source/collect/saved/resolve-rows.ts';
import type {Endpoint} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {ownerOf, readText, shown} from './helper.ts';

const at = (address: string, port: number): Endpoint => ({address: trusted(address), port, interface: null});
const parsed = (changed: Partial<ParsedRow>): ParsedRow => ({
  ...blankRow,
  family: 4,
  state: 'LISTEN',
  local: at('10.0.0.5', 22),
  ...changed,
});
const held = (pid: number, descriptor: number): ParsedRow['holders'] => [
  {process: savedProcess(pid, 'sshd'), descriptors: [descriptor]},
];
const owners = (table: readonly ParsedRow[], needsRoot = false): string[] =>
  resolveRows([table], needsRoot).sockets.map(ownerOf);

test('a socket without an owner has the reason', () => {
  const closing = parsed({state: 'FIN_WAIT2', peer: at('10.0.0.9', 9)});
  assert.deepEqual(owners([parsed({}), parsed({state: 'TIME_WAIT'}), parsed({state: 'SYN_RECV'}), closing]), [
    'not-collected',
    'closing',
    'not-accepted',
    'not-collected',
  ]);
  assert.deepEqual(
    owners([
      {...closing, inode: 0},
      {...closing, ownerBlank: true},
    ]),
    ['closing', 'closing'],
  );
});

test('a dash in the program column needs root only where the text reports hidden processes', () => {
  assert.deepEqual(owners([parsed({ownerBlank: true})]), ['not-collected']);
  assert.deepEqual(owners([parsed({ownerBlank: true}), parsed({})], true), ['needs-root', 'not-collected']);
});

test('rows of one identity in one table are one socket with all its holders', () => {
  const row = (pid: number, descriptor: number): ParsedRow =>
    parsed({identity: 'IPv4 1583', holders: held(pid, descriptor)});
  assert.deepEqual(owners([row(9, 3), parsed({}), row(7, 3), row(9, 4)]), ['sshd/7(3) sshd/9(3 4)', 'not-collected']);
  assert.equal(resolveRows([[row(9, 3)], [row(9, 3)]], false).sockets.length, 2);
});

test('the inode and user 0 of a socket that only the kernel keeps are none', () => {
  const [socket] = resolveRows(
    [[parsed({state: 'TIME_WAIT', inode: 0, uid: 0, user: trusted('root')})]],
    false,
  ).sockets;
  assert.deepEqual([socket?.inode, socket?.uid, socket?.user], [null, null, null]);
});

test('a listening socket has no peer, whatever the table prints', () => {
  assert.equal(resolveRows([[parsed({peer: at('PC01', 0)})]], false).sockets[0]?.peer, null);
});

test('UDP is connected or not, as it has a peer', () => {
  const udp = parsed({protocol: 'udp', state: null});
  const {sockets, assumedStates} = resolveRows([[udp, {...udp, peer: at('10.0.0.9', 53)}]], false);
  assert.deepEqual([sockets.map(({state}) => state), assumedStates], [['UNCONN', 'ESTABLISHED'], 0]);
});

test('TCP that ss calls UNCONN is closed', () => {
  assert.equal(readText('tcp UNCONN 0 0 0.0.0.0:2000 0.0.0.0:*').sockets[0]?.state, 'CLOSE');
});

test('a table of ss without Netid is TCP where any row has a state of TCP', () => {
  const text =
    'UNCONN 0 0 0.0.0.0:2000 0.0.0.0:*\nLISTEN 0 5 0.0.0.0:22 0.0.0.0:*\nESTAB 0 0 10.0.0.5:22 10.0.0.9:5555\n';
  assert.deepEqual(readText(text).sockets.map(shown), [
    'tcp4 CLOSE 0.0.0.0:2000 - not-collected',
    'tcp4 LISTEN 0.0.0.0:22 - not-collected',
    'tcp4 ESTABLISHED 10.0.0.5:22 10.0.0.9:5555 not-collected',
  ]);
});

test('a table of ss without Netid is UDP where rows without a peer are unconnected and none is of TCP', () => {
  const unconnected = 'UNCONN 0 0 0.0.0.0:2000 0.0.0.0:*\n';
  assert.deepEqual(readText(unconnected).sockets.map(shown), ['udp4 UNCONN 0.0.0.0:2000 - not-collected']);
  assert.deepEqual(readText(`${unconnected}ESTAB 0 0 10.0.0.5:22 10.0.0.9:5555\n`).sockets.map(shown), [
    'udp4 UNCONN 0.0.0.0:2000 - not-collected',
    'udp4 ESTABLISHED 10.0.0.5:22 10.0.0.9:5555 not-collected',
  ]);
});

test('a list of processes names the process whose ID a row has, unless the row has a name; 0 is the kernel', () => {
  const programs = new Map([
    [0, 'System Idle Process'],
    [880, 'lsass'],
  ]);
  const shownWith = (changed: Partial<ParsedRow>): string[] =>
    resolveRows([[parsed(changed)]], false, programs).sockets.map(ownerOf);
  assert.deepEqual(shownWith({holders: savedHolders(880, null)}), ['lsass/880']);
  assert.deepEqual(shownWith({holders: savedHolders(881, null)}), ['?/881']);
  assert.deepEqual(shownWith({holders: savedHolders(0, null)}), ['not-collected']);
  assert.deepEqual(shownWith({holders: held(880, 3)}), ['sshd/880(3)']);
});

test('the star of ss is both families, and IPv4 where the table shows an old ss', () => {
  const star = 'tcp LISTEN 0 128 *:22 *:*';
  assert.deepEqual(
    readText(`${star}\ntcp LISTEN 0 5 127.0.0.1:25 0.0.0.0:*`).sockets.map(({local, v6only}) => [
      local.address,
      v6only,
    ]),
    [
      ['::', false],
      ['127.0.0.1', null],
    ],
  );
  assert.deepEqual(
    readText(`${star}\ntcp LISTEN 0 5 127.0.0.1:25 *:*`).sockets.map(({local, v6only}) => [local.address, v6only]),
    [
      ['0.0.0.0', null],
      ['127.0.0.1', null],
    ],
  );
});

import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineText} from '../../../source/domain/line.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {socketLines} from '../../../source/screens/detail/socket-lines.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {assessedRow, owner, socket} from '../../helpers/build.ts';

/** The section on lines so long that none is wrapped. */
const textOf = (row: AssessedSocket): string =>
  socketLines(row, 300, unicodeSymbols, {peerName: null, traffic: null}).map(lineText).join('\n');

test('a socket that was opened as Multipath TCP is shown as that', () => {
  const listener = (mptcp: boolean | null) =>
    textOf(assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {mptcp})));
  assert.match(listener(true), /protocol +tcp, LISTEN, opened as Multipath TCP$/m);
  assert.match(listener(false), /protocol +tcp, LISTEN$/m);
  assert.match(listener(null), /protocol +tcp, LISTEN \(whether opened as Multipath TCP is not reported\)$/m);
});

test('the number of a ping socket is no port, and nobody can send to it unasked', () => {
  const text = textOf(assessedRow(socket('icmp UNCONN [::1]:7403', owner('/usr/bin/ping'))));
  assert.match(text, /protocol +icmp6, UNCONN$/m);
  assert.match(text, /service +none: 7403 is the identifier of its echo requests$/m);
  assert.match(text, /direction +none: it gets only answers to its own echo requests$/m);
});

test('the direction of what has no peer is said in the words of its protocol', () => {
  const directionOf = (text: string) => textOf(assessedRow(socket(text))).match(/direction +(.*)$/m)?.[1];
  assert.equal(directionOf('tcp CLOSE 0.0.0.0:7777'), 'none: neither listening nor connected');
  assert.equal(directionOf('udp UNCONN 0.0.0.0:514'), 'waiting for datagrams from anybody');
});

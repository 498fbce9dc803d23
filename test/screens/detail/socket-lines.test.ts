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
  const listener = (mptcp: boolean) =>
    textOf(assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'), {mptcp})));
  assert.match(listener(true), /protocol +tcp, LISTEN, opened as Multipath TCP$/m);
  assert.match(listener(false), /protocol +tcp, LISTEN$/m);
});

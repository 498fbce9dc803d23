import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readState} from '../../../source/collect/saved/state-words.ts';

const spellings: Readonly<Record<string, readonly string[]>> = {
  LISTEN: ['LISTEN', 'LISTENING', 'ABHÖREN', 'ABH\\x99REN'],
  ESTABLISHED: ['ESTAB', 'ESTABLISHED', 'HERGESTELLT', 'VERBUNDEN', 'ESTABLISHED*'],
  SYN_SENT: ['SYN-SENT', 'SYN_SENT', 'SYN_GESENDET'],
  SYN_RECV: ['SYN-RECV', 'SYN_RECV', 'SYN_RCVD', 'SYN_RECEIVED'],
  FIN_WAIT1: ['FIN-WAIT-1', 'FIN_WAIT1', 'FIN_WAIT_1', 'FIN_WARTEN_1'],
  FIN_WAIT2: ['FIN-WAIT-2', 'FIN_WAIT2', 'FIN_WAIT_2'],
  CLOSE_WAIT: ['CLOSE-WAIT', 'CLOSE_WAIT', 'SCHLIESSEN_WARTEN', 'SCHLIEßEN_WARTEN'],
  LAST_ACK: ['LAST-ACK', 'LAST_ACK'],
  CLOSING: ['CLOSING'],
  TIME_WAIT: ['TIME-WAIT', 'TIME_WAIT', 'WARTEND'],
  CLOSE: ['CLOSE', 'CLOSED'],
  UNCONN: ['UNCONN'],
};

test('a state is one state however a tool spells it', () => {
  for (const [state, words] of Object.entries(spellings)) {
    assert.deepEqual(
      words.map(readState),
      words.map(() => state),
    );
  }
});

test('other words are no states', () => {
  for (const word of ['', 'root', '7', '812/sshd', '-', 'constructor', '__proto__', 'LISTEN'.repeat(9)])
    assert.equal(readState(word), null);
});

import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {assessedRow, socket} from '../../../helpers/build.ts';
import {inbound, listener, packet, ping, raw, server} from '../../../helpers/kinds-of-sockets.ts';
import {sighted} from '../../../helpers/sighted.ts';

suite('--format otel', () => {
  const states: Readonly<Record<string, string>> = {
    LISTEN: 'listen',
    ESTABLISHED: 'established',
    SYN_SENT: 'syn_sent',
    SYN_RECV: 'syn_received',
    FIN_WAIT1: 'fin_wait_1',
    FIN_WAIT2: 'fin_wait_2',
    CLOSE_WAIT: 'close_wait',
    LAST_ACK: 'last_ack',
    CLOSING: 'closing',
    TIME_WAIT: 'time_wait',
    CLOSE: 'closed',
  };

  for (const [state, word] of Object.entries(states)) {
    test(`TCP in ${state} is ${word}`, () => {
      const row = assessedRow(socket(`tcp ${state} 10.0.0.5:80 10.0.0.6:5000`));
      assert.equal(sighted('otel', row)['network.connection.state'], word);
    });
  }

  test('a socket that is not TCP has no state', () => {
    for (const row of [server, ping, raw, packet]) {
      assert.ok(!('network.connection.state' in sighted('otel', row)));
    }
  });

  test('has both ends, who serves, and the time in nanoseconds', () => {
    const record = sighted('otel', inbound, 'opened');
    const expected = {
      Timestamp: '1795291200000000000',
      EventName: 'portwatch.socket.opened',
      SeverityText: 'learn',
      'network.local.address': '10.0.0.5',
      'network.local.port': 443,
      'network.peer.address': '198.51.100.7',
      'network.peer.port': 50122,
      'client.port': 50122,
      'server.port': 443,
      'process.pid': 812,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(record[name], value, name);
    const waiting = sighted('otel', listener);
    assert.deepEqual(
      Object.keys(waiting).filter(name => /peer|client/.test(name)),
      [],
    );
  });
});

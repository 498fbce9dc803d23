import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {withoutDirection} from '../../source/judge/explain.ts';
import {readFixture, readText} from '../collect/saved/helper.ts';
import {assessAllNow, nameOf} from '../helpers/build.ts';

/** What is said of saved text, where a name is all that is known of a program. */

const judged = (text: string): readonly AssessedSocket[] =>
  assessAllNow(readText(text).sockets, nameOf, undefined, undefined, undefined, 'saved').rows;

const ss = 'State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n';
const netstat = 'Proto Recv-Q Send-Q Local Address Foreign Address State PID/Program name\n';

/** A row, and direction, verdict and rule. */
const rows: readonly (readonly [row: string, answer: string])[] = [
  [`${ss}ESTAB 0 0 192.0.2.1:443 198.51.100.9:6667 users:(("nginx",pid=8,fd=3))`, 'inbound learn other-conversation'],
  [`${ss}ESTAB 0 0 192.0.2.1:8443 198.51.100.9:6667 users:(("nginx",pid=8,fd=3))`, 'inbound learn other-conversation'],
  [`${ss}ESTAB 0 0 192.0.2.1:8443 198.51.100.9:6667 users:(("x",pid=8,fd=3))`, 'unknown learn other-conversation'],
  [`${ss}ESTAB 0 0 192.0.2.1:51000 198.51.100.9:6667 users:(("x",pid=8,fd=3))`, 'outbound suspect irc-connection'],
  [`${ss}SYN-RECV 0 0 192.0.2.1:8081 198.51.100.9:80`, 'inbound learn other-conversation'],
  [`${ss}SYN-SENT 0 1 192.0.2.1:8081 198.51.100.9:80`, 'outbound explained web-client'],
  [`${ss}ESTAB 0 0 192.0.2.1:8081 198.51.100.9:80`, 'unknown learn other-conversation'],
  [`${ss}TIME-WAIT 0 0 192.0.2.1:51413 198.51.100.9:50001`, 'unknown learn other-conversation'],
  [`${ss}TIME-WAIT 0 0 192.0.2.1:51000 198.51.100.9:443`, 'outbound explained https-client'],
  [`${ss}ESTAB 0 0 192.0.2.1:22 198.51.100.9:50122 users:(("sshd",pid=8,fd=4))`, 'inbound explained ssh-session'],
  [`${ss}ESTAB 0 0 192.0.2.1:22 198.51.100.9:50122 users:(("x",pid=8,fd=4))`, 'inbound learn other-conversation'],
  [`${netstat}tcp 0 0 192.0.2.10:34441 198.51.100.103:443 ESTABLISHED 18/sh`, 'outbound learn https-client'],
  [`${netstat}tcp 0 0 192.0.2.10:34441 198.51.100.103:443 ESTABLISHED 18/nc`, 'outbound learn https-client'],
  [`${netstat}tcp 0 0 192.0.2.10:34441 198.51.100.103:443 ESTABLISHED 18/curl`, 'outbound explained https-client'],
  [`${netstat}tcp 0 0 192.0.2.10:50441 198.51.100.103:50443 ESTABLISHED 18/bash`, 'unknown learn other-conversation'],
];

for (const [text, answer] of rows) {
  test(`${text.split('\n')[1]} is ${answer}`, () => {
    const [row] = judged(text);
    assert.equal(`${row?.direction} ${row?.assessment.verdict} ${row?.assessment.rule.id}`, answer);
    const open = row ? withoutDirection(row) : null;
    assert.equal(open !== null, row?.direction === 'unknown');
    if (open !== null) {
      assert.match(open, /^direction not in this text: it has no listeners/);
      const fails = row?.assessment.checks.some(({result}) => result === 'fail');
      if (!fails) assert.equal(row?.assessment.why, 'direction unknown');
    }
  });
}

const texts = readdirSync('test/fixtures/saved').filter(name => name.endsWith('.txt'));

for (const name of texts) {
  test(`no check passes for lack of evidence in ${name}, and a name is called no proof`, () => {
    const {sockets} = readFixture(name);
    for (const {socket, assessment} of assessAllNow(sockets, nameOf, undefined, undefined, undefined, 'saved').rows) {
      for (const {id, result, detail} of assessment.checks) {
        if (result !== 'pass') continue;
        const restsOnText = id === 'owner-program' ? /\(name only, not proof\)$/ : /^both ends are on loopback$/;
        assert.match(detail, restsOnText, `${id} of ${socket.key}`);
      }
    }
  });
}

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Evidence, noEvidence, noProcessEvidence, type ProcessEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Process, Socket} from '../../../source/domain/socket.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../../helpers/build.ts';
import {talking} from '../../helpers/checks.ts';

const ofPackage = known({name: trusted('a-package'), manager: 'dpkg' as const, unchanged: known(true)});

const evidenceFor = (...entries: readonly (readonly [Process, Partial<ProcessEvidence>])[]): Evidence => ({
  host: noEvidence.host,
  processes: new Map(entries.map(([each, parts]) => [each, {...noProcessEvidence('not-collected'), ...parts}])),
});

const server = process('/usr/bin/perl', {pid: 700, name: sanitize('munin-node')});
const ofServer: Partial<ProcessEvidence> = {
  package: ofPackage,
  code: known({
    kind: 'file',
    path: sanitize('/usr/sbin/munin-node'),
    state: 'intact',
    file: known({mode: 0o755, uid: 0, writableByAll: null}),
    package: ofPackage,
  }),
};
/** A child that has rewritten its command line, and has the connection as its standard input. */
const worker = process('/usr/bin/perl', {pid: 701, name: sanitize('munin-node [203')});
const ofWorker: Partial<ProcessEvidence> = {
  package: ofPackage,
  code: known({kind: 'standard-input'}),
  ancestors: known([{pid: 700, executable: sanitize('/usr/bin/perl'), unit: null}]),
};
const listener = socket('tcp LISTEN 0.0.0.0:4949', ownerOf(server));
const connection: Socket = {
  ...socket('tcp ESTABLISHED 10.0.0.5:4949 203.0.113.9:51000'),
  owner: known([{process: worker, descriptors: [0, 1, 2]}]),
};

test('a connection that a server was started for is no shell of a stranger, also once that server has ended', () => {
  const verdictIn = (poll: ReturnType<typeof assessAllNow>): string | undefined =>
    poll.rows.find(({socket: {key}}) => key === connection.key)?.assessment.verdict;
  const whole = evidenceFor([server, ofServer], [worker, ofWorker]);
  const before = assessAllNow([listener, connection], nameOf, undefined, whole);
  const alone = evidenceFor([worker, ofWorker]);
  const after = assessAllNow([connection], nameOf, before, alone);
  const news = evidenceFor([worker, {...ofWorker, tracer: known(0)}]);
  const later = assessAllNow([connection], nameOf, after, news);
  assert.deepEqual([before, after, later].map(verdictIn), ['learn', 'learn', 'learn']);
  assert.equal(verdictIn(assessAllNow([connection], nameOf, undefined, alone)), 'suspect', 'without that memory');
});

test('a packaged program may have a socket of the loopback as its input, a shell and an unpackaged one may not', () => {
  const verdictOf = (path: string, owner: ProcessEvidence['package'], ends: string): string | undefined => {
    const each = socket(`udp ESTABLISHED ${ends}`, talking(path, 0, 1));
    const [holder] = each.owner.known ? each.owner.value : [];
    assert.ok(holder);
    const evidence = evidenceFor([holder.process, {package: owner, code: known({kind: 'own'})}]);
    return assessAllNow([each], nameOf, undefined, evidence).rows[0]?.assessment.verdict;
  };
  const within = '[::1]:50001 [::1]:50002';
  assert.equal(verdictOf('/usr/lib/squid/pinger', ofPackage, within), 'explained');
  assert.equal(verdictOf('/usr/lib/squid/pinger', known(null), within), 'suspect');
  assert.equal(verdictOf('/usr/bin/bash', ofPackage, within), 'suspect');
  assert.equal(verdictOf('/usr/lib/squid/pinger', ofPackage, '10.0.0.5:50001 203.0.113.9:50002'), 'suspect');
});

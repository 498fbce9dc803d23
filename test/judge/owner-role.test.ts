import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Code, type Evidence, noEvidence, noProcessEvidence} from '../../source/domain/evidence.ts';
import {known} from '../../source/domain/known.ts';
import type {Process} from '../../source/domain/socket.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import {isRelated, roleOf} from '../../source/judge/owner-role.ts';
import {hidden, ownerOf, process, socket} from '../helpers/build.ts';

const inUnit = (path: string, unit: string, unitManager: 'system' | 'user' = 'system'): Process =>
  process(path, {unit: trusted(unit), unitManager});

const script = (path: string): Code => ({
  kind: 'file',
  path: sanitize(path),
  state: 'intact',
  file: known({mode: 0o755, uid: 0, writableByAll: null}),
  package: known(null),
});

function role(holder: Process, code?: Code, host: Partial<Evidence['host']> = {}, text = 'tcp LISTEN 0.0.0.0:4949') {
  const evidence = {...noProcessEvidence('not-collected'), ...(code && {code: known(code)})};
  const all = {host: {...noEvidence.host, ...host}, processes: new Map([[holder, evidence]])};
  return roleOf(socket(text, ownerOf(holder)), all);
}

const byUnit: readonly (readonly [path: string, unit: string, role: string | null])[] = [
  ['/usr/bin/perl', 'munin-node.service', 'munin-node'],
  ['/usr/bin/python3.11', 'salt-master.service', 'salt-master'],
  ['/usr/lib/jvm/bin/java', 'tomcat10.service', 'tomcat10'],
  ['/usr/lib/erlang/bin/beam.smp', 'rabbitmq-server.service', 'rabbitmq-server'],
  ['/usr/bin/lua5.4', 'prosody.service', 'prosody'],
  ['/usr/lib/postfix/sbin/master', 'postfix@-.service', 'postfix'],
  ['/usr/lib/frr/zebra', 'frr.service', 'frr'],
  ['/usr/sbin/sshd', 'ssh.service', null],
  ['/usr/lib/postgresql/15/bin/postgres', 'postgresql@15-main.service', null],
  ['/usr/sbin/rpc.mountd', 'nfs-mountd.service', null],
];
for (const [path, unit, expected] of byUnit) {
  test(`${path} of ${unit} serves as ${expected ?? 'itself'}`, () => assert.equal(role(inUnit(path, unit)), expected));
}

test("a user's unit gives no name, since users choose it; nor does a scope", () => {
  assert.equal(role(inUnit('/usr/bin/perl', 'munin-node.service', 'user')), null);
  assert.equal(role(inUnit('/usr/bin/perl', 'session-3.scope')), null);
});

test('an interpreter outside of a unit is known by its script, or by the directory of one that is called main', () => {
  const perl = process('/usr/bin/perl');
  const python = process('/usr/bin/python3.11');
  assert.equal(role(perl, script('/usr/sbin/munin-node')), 'munin-node');
  assert.equal(role(python, script('/srv/billing/__main__.py')), 'billing');
  assert.equal(role(python, {kind: 'module', name: trusted('http.server')}), 'http.server');
  assert.equal(role(python, {kind: 'command-line'}), null);
  assert.equal(role(process('/usr/sbin/nginx'), script('/x/y')), null, 'no interpreter');
});

test('process 1 serves as the socket unit of exactly this address', () => {
  const units = [
    {protocol: 'tcp' as const, address: sanitize('::'), port: 22, unit: trusted('ssh.socket'), activates: []},
  ];
  const first = process('/usr/lib/systemd/systemd', {pid: 1, unit: trusted('init.scope'), unitManager: 'system'});
  assert.equal(role(first, undefined, {socketUnits: known(units)}, 'tcp LISTEN [::]:22'), 'ssh.socket');
  assert.equal(role(first, undefined, {socketUnits: known(units)}, 'tcp LISTEN [::]:23'), null);
  assert.equal(role(first, undefined, {}, 'tcp LISTEN [::]:22'), null);
});

test('an owner that is not known serves as nothing', () => {
  assert.equal(roleOf(socket('tcp LISTEN 0.0.0.0:22', hidden('needs-root')), noEvidence), null);
});

test('names are related by a word that one has within one of the other', () => {
  for (const [a, b] of [
    ['sshd', 'ssh'],
    ['in.tftpd', 'tftpd-hpa'],
    ['mariadbd', 'mariadb'],
    ['ospf6d', 'ospf'],
  ] as const) {
    assert.ok(isRelated(a, b) && isRelated(b, a), a);
  }
  for (const [a, b] of [
    ['master', 'postfix'],
    ['perl', 'munin-node'],
    ['x1', 'x1'],
  ] as const)
    assert.ok(!isRelated(a, b), a);
});

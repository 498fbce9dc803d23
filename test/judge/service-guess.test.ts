import assert from 'node:assert/strict';
import {test} from 'node:test';
import {trusted} from '../../source/domain/text.ts';
import {isGuess} from '../../source/judge/service-guess.ts';
import {assessedRow, hidden, owner, ownerOf, process, socket} from '../helpers/build.ts';

const on = (text: string, path: string): boolean => isGuess(assessedRow(socket(text, owner(path))));

const fits: readonly (readonly [port: number, path: string])[] = [
  [22, '/usr/sbin/sshd'],
  [80, '/usr/sbin/nginx'],
  [443, '/usr/sbin/apache2'],
  [53, '/usr/sbin/named'],
  [25, '/usr/lib/postfix/sbin/master'],
  [389, '/usr/sbin/slapd'],
  [3306, '/usr/sbin/mariadbd'],
  [5432, '/usr/lib/postgresql/15/bin/postgres'],
  [9090, '/usr/bin/prometheus'],
  [9050, '/usr/bin/tor'],
  [6600, '/usr/bin/mpd'],
  [64738, '/usr/sbin/mumble-server'],
  [22000, '/usr/bin/syncthing'],
];
const others: readonly (readonly [port: number, path: string])[] = [
  [9090, '/usr/lib/cockpit/cockpit-ws'],
  [5432, '/usr/local/bin/billing'],
  [6600, '/usr/local/bin/billing'],
  [22, '/usr/bin/nc.openbsd'],
];
for (const [port, path] of fits) {
  test(`the name of port ${port} fits ${path}`, () => assert.equal(on(`tcp LISTEN 0.0.0.0:${port}`, path), false));
}
for (const [port, path] of others) {
  test(`the name of port ${port} is a guess for ${path}`, () =>
    assert.equal(on(`tcp LISTEN 0.0.0.0:${port}`, path), true));
}

test('the unit speaks as well as the program', () => {
  const holder = process('/usr/bin/billing', {unit: trusted('zookeeper.service'), unitManager: 'system'});
  assert.equal(isGuess(assessedRow(socket('tcp LISTEN 0.0.0.0:2181', ownerOf(holder)))), false);
});

test('of a socket that systemd opened, its unit speaks; without one nothing is called a guess', () => {
  const systemd = process('/usr/lib/systemd/systemd', {pid: 1});
  const opened = (port: number, unit: string | null): boolean =>
    isGuess({
      ...assessedRow(socket(`tcp LISTEN 0.0.0.0:${port}`, ownerOf(systemd))),
      role: unit === null ? null : trusted(unit),
    });
  assert.equal(opened(9090, 'cockpit.socket'), true);
  assert.equal(opened(2223, 'tinysshd.socket'), true);
  assert.equal(opened(22, 'ssh.socket'), false);
  assert.equal(opened(111, 'rpcbind.socket'), false);
  assert.equal(opened(3306, 'mariadb.socket'), false);
  assert.equal(opened(113, 'oidentd.socket'), false);
  assert.equal(opened(9090, null), false);
});

test('of a client, of an unseen owner, and where no registry has the port, nothing is called a guess', () => {
  assert.equal(on('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:9090', '/usr/bin/curl'), false);
  assert.equal(isGuess(assessedRow(socket('tcp LISTEN 0.0.0.0:9090', hidden('needs-root')))), false);
  assert.equal(on('tcp LISTEN 0.0.0.0:39999', '/usr/bin/billing'), false);
});

test('a port of an RPC server is called rpc, whatever a registry has for it, but for the well-known ones', () => {
  const rowOf = (text: string, path: string) => assessedRow(socket(text, owner(path)));
  const statd = rowOf('udp UNCONN 0.0.0.0:762', '/usr/sbin/rpc.statd');
  assert.deepEqual([statd.service, isGuess(statd)], ['rpc', false]);
  assert.equal(rowOf('tcp LISTEN 0.0.0.0:38465', '/usr/sbin/rpc.mountd').service, 'rpc');
  assert.equal(rowOf('tcp LISTEN 0.0.0.0:111', '/usr/sbin/rpcbind').service, 'rpcbind');
  assert.equal(rowOf('tcp LISTEN 0.0.0.0:2049', '/usr/bin/ganesha.nfsd').service, 'nfs');
  assert.notEqual(rowOf('tcp LISTEN 0.0.0.0:38465', '/usr/sbin/nginx').service, 'rpc');
});

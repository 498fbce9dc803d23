import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lacks, needs} from '../helpers/needs.ts';
import {openDirectory, runner} from '../helpers/services.ts';
import {preparation, servers} from './daemons.ts';
import {lookFor} from './look.ts';
import {openSandbox} from './sandbox.ts';

const options = {timeout: 60_000, ...needs('unshare', 'nsenter', 'mount', 'setpriv', 'ssh-keygen')};

test('the daemons of Debian, once accepted, are quiet, also when all of them start again', options, async t => {
  const installed = servers.filter(({program, sockets}) => !lacks(program, ...sockets.flatMap(each => each[3] ?? [])));
  const sockets = installed.flatMap(daemon => daemon.sockets.map(([socket]) => socket));
  // The socket to its server is none of the listeners, and closes while it is looked at.
  const waiting = sockets.filter(socket => !socket.includes('ESTABLISHED'));
  const sandbox = await openSandbox(t);
  const run = runner(sandbox.host, openDirectory(t));
  const startAll = async (): Promise<void> => {
    for (const {name, start} of installed) sandbox.start(name, start);
    await lookFor(sandbox, waiting);
  };
  const driftOf = async (): Promise<readonly [string, number | null]> => {
    const {stdout, code} = await run('--drift', '--fail-on', 'drift');
    return [stdout, code];
  };
  await sandbox.run(preparation);
  await startAll();
  const accepted = await run('--accept', '--yes');
  assert.equal(accepted.code, 0, accepted.stderr);
  assert.deepEqual(await driftOf(), ['', 0]);
  assert.equal((await run('--once', '--listening', '--fail-on', 'learn')).code, 0);

  await sandbox.stop();
  const [gone, code] = await driftOf();
  assert.match(gone, /^(?:gone .*\n)+$/);
  assert.equal(code, 0);
  await startAll();
  assert.deepEqual(await driftOf(), ['', 0]);

  await sandbox.stop();
  sandbox.start('an intruder', 'exec nc.openbsd -lk 0.0.0.0 80');
  await lookFor(sandbox, ['tcp LISTEN 0.0.0.0:80']);
  const [other, failed] = await driftOf();
  const found = other.split('\n').filter(line => line !== '' && !line.startsWith('gone'));
  assert.equal(failed, 1);
  assert.equal(found.length, 1);
  assert.match(found[0] ?? '', /^owner +tcp 0\.0\.0\.0:80 .*nginx .*nc\.openbsd of root$/);
});

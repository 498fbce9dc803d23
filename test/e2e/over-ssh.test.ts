import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readlinkSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {childOf, gone} from './helpers/processes.ts';
import {openTmux, type Tmux} from './helpers/tmux.ts';

/**
 * sshd(8) with what it writes to in file systems of its own, and every session in a PID namespace that ends with the
 * test. `$0` is its host key, `$1` the key that may log in.
 */
const startServer = `
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/sshd
mount -t tmpfs tmpfs /var/log
/usr/sbin/sshd -D -e -f /dev/null -h "$0" -o AuthorizedKeysFile="$1" -o StrictModes=no -o UsePAM=no -o PrintMotd=no
true
`;

/** A host with an SSH server; `ssh` is how its root logs in over the network, with a terminal. */
async function openServer(t: TestContext): Promise<{readonly host: Host; readonly ssh: readonly string[]}> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-ssh-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const [hostKey, key] = ['host-key', 'key'].map(name => {
    const path = join(directory, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
    return path;
  });
  assert.ok(hostKey && key);
  const host = await openHost(t);
  const inside = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', startServer];
  const [program = '', ...parameters] = [...host.within, ...inside, hostKey, `${key}.pub`];
  const server = spawn(program, parameters, {stdio: ['ignore', 'ignore', 'pipe']});
  t.after(async () => {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  });
  let printed = '';
  while (!/listening on :: port 22/.test(printed)) {
    const [part] = await Promise.race([once(server.stderr, 'data'), once(server, 'exit')]);
    assert.ok(Buffer.isBuffer(part), `no SSH server: ${printed}`);
    printed += part;
  }
  server.stderr.resume();
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR', 'BatchMode=yes'];
  return {
    host,
    ssh: [
      ...host.within,
      'ssh',
      '-tt',
      '-F',
      'none',
      '-i',
      key,
      ...options.flatMap(each => ['-o', each]),
      `root@${outerAddress}`,
    ],
  };
}

/** portwatch in a session of that server, in a pane of tmux, once it lists the server and the session. */
async function watchOverSsh(t: TestContext): Promise<{readonly host: Host; readonly pane: Tmux}> {
  const {host, ssh} = await openServer(t);
  const remote = `LANG=C.UTF-8 exec ${portwatch.join(' ')} -i 0.5`;
  const inShell = ['sh', '-c', '"$@"; echo "code $?"; exec sleep infinity', 'sh'];
  const pane = await openTmux(t, [...inShell, ...ssh, remote], 140, 30);
  await pane.waitFor('lists the server', lines => lines.some(line => /0\.0\.0\.0:22 /.test(line)));
  return {host, pane};
}

const program = realpathSync(process.execPath);

/** Processes of a host that run portwatch; not by their command line, which is one that it gives itself. */
const remotes = async ({processes}: Host): Promise<readonly number[]> =>
  (await processes()).filter(pid => {
    try {
      return readlinkSync(`/proc/${pid}/exe`) === program;
    } catch {
      return false;
    }
  });

const showsList = (lines: readonly string[]): boolean =>
  /^portwatch /.test(lines[0] ?? '') && /q quit/.test(lines.at(-1) ?? '');

suite('over SSH', {concurrency: 2, timeout: 60_000, ...needs('sshd', 'ssh', 'ssh-keygen', 'tmux')}, () => {
  test('it explains the session it is in, filters, opens, copies to the clipboard of tmux, and quits', async t => {
    const {host, pane} = await watchOverSsh(t);
    await pane.command('set-option', '-g', 'set-clipboard', 'on');
    await pane.waitFor('explains the server and the session', lines => {
      const explains = (pattern: RegExp): boolean => lines.some(line => /✓ explained/.test(line) && pattern.test(line));
      return explains(/ 0\.0\.0\.0:22 .*sshd\/\d+/) && explains(/ 203\.0\.113\.7:22 +203\.0\.113\.7:\d+ .*sshd/);
    });

    await pane.command('send-keys', '/', 'rule:ssh-session', 'Enter');
    const [, , owners = ''] = await pane.waitFor('filters', lines => /^1 socket /.test(lines[1] ?? ''));
    assert.match(owners, /\/rule:ssh-session keeps 1 of /);

    await pane.command('send-keys', 'g', 'j', 'Enter');
    const opened = await pane.waitFor('opens it', ([title = '']) =>
      /^ESTABLISHED {2}tcp 22 ← 203\.0\.113\.7:\d+/.test(title),
    );
    assert.ok(
      opened.some(line => /^ {2}rule +ssh-session/.test(line)),
      opened.join('\n'),
    );

    await pane.command('send-keys', 'y');
    await pane.waitFor('says so', lines => /^sent to your clipboard: /.test(lines.at(-1) ?? ''));
    assert.match(await pane.command('show-buffer'), /^sudo lsof -nP .*22/);

    await pane.command('send-keys', 'q');
    await pane.waitFor('shows the list', showsList);
    await pane.command('send-keys', 'q');
    await pane.waitFor('is left', lines => lines.includes('code 0') && !lines.some(line => /portwatch/.test(line)));
    assert.deepEqual(await remotes(host), []);
  });

  test('a connection that is dropped ends it', async t => {
    const {host, pane} = await watchOverSsh(t);
    const client = childOf(Number(await pane.command('display-message', '-p', '#{pane_pid}')));
    assert.equal((await remotes(host)).length, 1);
    process.kill(client, 'SIGKILL');
    const took = await gone(async () => (await remotes(host)).length > 0);
    t.diagnostic(`gone ${took.toFixed(0)} ms after the connection was dropped`);
  });
});

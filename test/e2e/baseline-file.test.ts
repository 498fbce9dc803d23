import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {checks} from '../../source/judge/checks/index.ts';
import {portwatchFor} from './helpers/for-everybody.ts';
import {asUser, openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {openTerminal} from './helpers/terminal.ts';

const user = 65_534;

/** A directory of this user that nobody else may change. */
function directoryOf(t: TestContext, uid: number): string {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-baseline-'));
  t.after(() => rmSync(directory, {recursive: true}));
  chownSync(directory, uid, uid);
  return directory;
}

function write(path: string, text: string, uid = 0): string {
  writeFileSync(path, text, {mode: 0o600});
  chownSync(path, uid, uid);
  return path;
}

/** A value for XDG_CONFIG_HOME of the other user, with this baseline in it. */
function configHome(t: TestContext, text: string): {readonly env: Record<string, string>; readonly path: string} {
  const home = directoryOf(t, user);
  mkdirSync(join(home, 'portwatch'));
  chownSync(join(home, 'portwatch'), user, user);
  return {env: {XDG_CONFIG_HOME: home}, path: write(join(home, 'portwatch/baseline.toml'), text, user)};
}

const block = (port: number, more = ''): string => `[[listener]]\nproto = "tcp"\nport = ${port}\n${more}`;

/** Where the tests are may be a place where no script is kept; checks that fail for this are accepted. */
const anyFailed = `failed = ${JSON.stringify(checks.map(({id}) => id))}\n`;

const socketIn = (stdout: string) =>
  JSON.parse(stdout).sockets.find(({local}: {local: {port: number}}) => local.port === 8443);

/** The check of the baseline of the socket on port 8443: null where it did not drift. */
function driftIn(stdout: string): string | null {
  const found: readonly {readonly id: string; readonly result: string; readonly detail: string}[] =
    socketIn(stdout).assessment.checks;
  return found.find(({id, result}) => id === 'baseline' && result === 'fail')?.detail ?? null;
}

suite('--baseline', {concurrency: 2, timeout: 120_000, ...needs('python3')}, () => {
  test('compares a program with the bytes that were accepted, and notices others in its place', async t => {
    const directory = directoryOf(t, 0);
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8443']);
    const {stdout: before} = await runToEnd([...host.within, ...portwatch, '--json']);
    const script = /\S+sockets\.py/.exec(socketIn(before).owner.processes[0].command)?.[0] ?? '';
    const look = async (sha256: string): Promise<string | null> => {
      const text = block(8443, `script = ${JSON.stringify(script)}\nsha256 = "${sha256}"\n${anyFailed}`);
      const path = write(join(directory, 'baseline.toml'), text);
      const {code, stdout, stderr} = await runToEnd([...host.within, ...portwatch, '--json', '--baseline', path]);
      assert.deepEqual([code, stderr], [0, '']);
      return driftIn(stdout);
    };
    const sha256 = createHash('sha256').update(readFileSync(script)).digest('hex');
    assert.equal(await look(sha256), null);
    assert.match((await look('0'.repeat(64))) ?? '', /^replaced: .*sha256 000000000000…, seen sha256 [\da-f]{12}…$/);
  });

  test('that is broken or refused ends with 2 and one line, that is absent with a warning', async t => {
    const directory = directoryOf(t, 0);
    const path = write(join(directory, 'baseline.toml'), `# mine\n${block(70_000)}`);
    const host = await openHost(t);
    const look = (name: string) => runToEnd([...host.within, ...portwatch, '--once', '--baseline', name]);
    assert.deepEqual(await look(path), {
      code: 2,
      stdout: '',
      stderr:
        `portwatch: the baseline was not read: ${path}, line 4: ` +
        'port takes a number from 0 to 65535, or "ephemeral", not 70000\n',
    });
    write(path, block(22));
    chmodSync(path, 0o664);
    assert.deepEqual(await look(path), {
      code: 2,
      stdout: '',
      stderr: `portwatch: the baseline was not read: ${path}: others may write it: run chmod go-w ${path}\n`,
    });
    const absent = await look(`${path}.no`);
    assert.deepEqual([absent.code, absent.stderr], [0, `portwatch: ${path}.no is not there: nothing is accepted\n`]);
  });

  test('in its usual place is a warning where it is broken, and hides no socket', async t => {
    const {env, path} = configHome(t, 'listeners = 1\n');
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8443'], {as: user});
    const command = [...host.within, ...asUser(user), ...portwatchFor(user)];
    const {code, stdout, stderr} = await runToEnd([...command, '--json'], {env});
    const reason =
      `the baseline was not read: ${path}, line 1: ` +
      'there is no "listeners"; there are [[listener]] and [[conversation]]';
    assert.deepEqual([code, stderr], [0, `portwatch: ${reason}\n`]);
    const {sockets, coverage} = JSON.parse(stdout);
    assert.equal(sockets.length, 1);
    assert.ok(coverage.notes.includes(reason), String(coverage.notes));
    const terminal = openTerminal(t, [...command, '-i', '0.5'], {columns: 250, rows: 20, env});
    await terminal.waitFor('shows the reason', lines => lines.join('\n').includes('the baseline was not read: '));
    write(path, block(8443, 'exe = "/usr/bin/nginx"\n'), user);
    await terminal.waitFor('has the baseline', lines => lines.some(line => /suspect .*8443/.test(line)));
    rmSync(path);
    await terminal.waitFor('has none', lines => lines.some(line => /learn .*8443/.test(line)));
  });

  test('counts for saved text only where it is named', async t => {
    const saved = write(
      join(directoryOf(t, 0), 'saved'),
      `Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
tcp   LISTEN 0      128    0.0.0.0:8443       0.0.0.0:*         users:(("app",pid=812,fd=3))\n`,
    );
    const {env, path} = configHome(t, block(8443, 'reach = "host"\n'));
    chmodSync(dirname(saved), 0o755);
    chmodSync(saved, 0o644);
    const command = [...asUser(user), ...portwatchFor(user), '--json', '--input', saved];
    assert.equal(driftIn((await runToEnd(command, {env})).stdout), null);
    assert.match(driftIn((await runToEnd([...command, '--baseline', path], {env})).stdout) ?? '', /^widened: /);
  });
});

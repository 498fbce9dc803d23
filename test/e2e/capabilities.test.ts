import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, type TestContext, test} from 'node:test';
import {portwatchFor} from './helpers/for-everybody.ts';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {gone, isAlive} from './helpers/processes.ts';
import {openTerminal, type Terminal} from './helpers/terminal.ts';

const user = 65_534;

/** The options of setpriv(1) that the readme tells users to take, with more capabilities. */
function likeTheReadme(more = ''): readonly string[] {
  const readme = readFileSync('readme.md', 'utf8');
  const [line = ''] = readme.match(/--no-new-privs(?:.*\\\n)*.*--bounding-set=\S+/) ?? [];
  const options = line.split(/[\s\\]+/).map(each => (/caps=|-set=/.test(each) ? each + more : each));
  assert.ok(options.length >= 4, line);
  return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...options];
}

/** The full screen of a user, with its cursor on a listener that is root's. */
async function watchAs(t: TestContext, how: readonly string[]): Promise<{terminal: Terminal; pid: number}> {
  const host = await openHost(t);
  const {pid} = await host.hold(['listen tcp 0.0.0.0 8080']);
  const terminal = openTerminal(t, [...host.within, ...how, ...portwatchFor(user), '-i', '0.5']);
  await terminal.waitFor('has the socket under its cursor', lines =>
    lines.some(line => /^›.* 0\.0\.0\.0:8080 /.test(line)),
  );
  await terminal.waitFor('names the owner', lines =>
    lines.some(line => new RegExp(` 0\\.0\\.0\\.0:8080 .*/${pid} `).test(line)),
  );
  return {terminal, pid};
}

async function endOwner(terminal: Terminal, pid: number): Promise<void> {
  await terminal.press('K');
  await terminal.waitFor('asks', lines => lines.at(-1)?.startsWith('end python3') ?? false);
  terminal.type(`${pid}`);
  await terminal.waitFor('shows what was typed', lines => lines.at(-1)?.endsWith(`Enter: ${pid}`) ?? false);
  await terminal.press('\r');
}

const asTool = needs('python3', 'lsof', 'setpriv');

suite('a user with the capabilities of the readme', {concurrency: 2, timeout: 60_000, ...asTool}, () => {
  test('sees who holds the sockets of root, and lsof does too, but may not end them', async t => {
    const {terminal, pid} = await watchAs(t, likeTheReadme());
    await terminal.press('l');
    await terminal.waitFor('shows what lsof says', lines =>
      lines.some(line => new RegExp(`\\b${pid}\\b.*LISTEN`).test(line)),
    );
    await terminal.press('q');
    await endOwner(terminal, pid);
    await terminal.waitFor('says so', lines => /^not permitted to end python3/.test(lines.at(-1) ?? ''));
    assert.ok(isAlive(pid));
  });

  test('may end owners with one more', async t => {
    const {terminal, pid} = await watchAs(t, likeTheReadme(',+kill'));
    await endOwner(terminal, pid);
    await gone(() => isAlive(pid));
  });
});

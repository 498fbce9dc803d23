import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {watch} from './helpers/portwatch.ts';
import {gone, isAlive} from './helpers/processes.ts';
import {keys, type Terminal} from './helpers/terminal.ts';

const last = (lines: readonly string[]): string => lines.at(-1) ?? '';
const showsList = (lines: readonly string[]): boolean =>
  /^portwatch /.test(lines[0] ?? '') && /q quit/.test(last(lines));

/** The full screen on a host whose one listener is on the cursor. */
async function watchServer(
  t: TestContext,
  options: readonly string[] = [],
): Promise<{host: Host; pid: number; terminal: Terminal}> {
  const host = await openHost(t);
  const {pid} = await host.hold(['listen tcp 0.0.0.0 8080']);
  const terminal = await watch(t, host, options);
  await terminal.waitFor('has the socket under its cursor', lines =>
    lines.some(line => /^›.* 0\.0\.0\.0:8080 /.test(line)),
  );
  return {host, pid, terminal};
}

/** States of the connections of a host to a port, as ss(8) has them. */
function connections({within}: Host, port: number): string {
  const [program = '', ...parameters] = [...within, 'ss', '-Htn', 'dport', '=', `:${port}`];
  return execFileSync(program, parameters, {encoding: 'utf8'});
}

const canClose = ((): boolean => {
  try {
    return /CONFIG_INET_DIAG_DESTROY=y/.test(execFileSync('zcat', ['/proc/config.gz'], {encoding: 'utf8'}));
  } catch {
    return false;
  }
})();

suite('what cannot be undone', {concurrency: 3, timeout: 60_000, ...needs('python3', 'ss')}, () => {
  test('K ends the owner once its pid was typed, and the list follows', async t => {
    const {pid, terminal} = await watchServer(t);
    await terminal.press('K');
    await terminal.waitFor(
      'asks',
      lines => last(lines).startsWith(`end python3`) && last(lines).includes(`pid ${pid}`),
    );
    assert.match(last(terminal.lines()), /tcp 0\.0\.0\.0:8080\?/);
    terminal.type(`${pid}`);
    await terminal.waitFor('shows what was typed', lines => last(lines).endsWith(`Enter: ${pid}`));
    assert.ok(isAlive(pid), 'nothing is done before Enter');
    await terminal.press(keys.enter);
    await gone(() => isAlive(pid));
    await terminal.waitFor('lists it no more', lines => /^0 sockets/.test(lines[1] ?? ''));
  });

  test('K does nothing when another word is typed, or Esc', async t => {
    const {pid, terminal} = await watchServer(t);
    for (const wrong of [`${pid + 1}\r`, 'y\r', '\r', `${pid}${keys.escape}`]) {
      await terminal.press('K');
      await terminal.waitFor('asks', lines => last(lines).startsWith('end python3'));
      await terminal.press(...wrong);
      await terminal.waitFor('is in the list', lines => /nothing was done|q quit/.test(last(lines)));
    }
    assert.ok(isAlive(pid));
  });

  test('K as typed ahead, in one read with the wrong word and other keys, does nothing', async t => {
    const {pid, terminal} = await watchServer(t);
    terminal.type(`Kq1x\r`);
    await terminal.waitFor('is in the list', lines => last(lines).includes('not confirmed: nothing was done'));
    assert.ok(isAlive(pid));
  });

  test('X closes the connection once "close" was typed, and nothing else', async t => {
    const host = await openHost(t);
    await host.hold([
      'listen tcp 0.0.0.0 8080',
      `connect tcp ${outerAddress} 8080`,
      'listen tcp 0.0.0.0 8081',
      `connect tcp ${outerAddress} 8081`,
    ]);
    const terminal = await watch(t, host, ['-f', 'rport:8080']);
    await terminal.waitFor('has it under its cursor', lines =>
      lines.some(line => /^›.* ESTABLISHED|^›.*:8080/.test(line)),
    );
    await terminal.press('X');
    await terminal.waitFor('asks', lines => /^close tcp .*:8080 of python3.*\/\d+\? type close/.test(last(lines)));
    await terminal.press(...'clos', keys.enter);
    await terminal.waitFor('refuses', lines => last(lines).includes('not confirmed: nothing was done'));
    assert.match(connections(host, 8080), /ESTAB/);
    await terminal.press('X', ...'close', keys.enter);
    await terminal.waitFor('says what was done', lines => /^(not )?closed/.test(last(lines)));
    if (canClose) assert.match(last(terminal.lines()), /^closed 203\.0\.113\.7:\d+, peer 203\.0\.113\.7:8080/);
    if (canClose) assert.equal(connections(host, 8080), '');
    assert.match(connections(host, 8081), /ESTAB/);
  });

  test('with --read-only neither K nor X asks, and the help has neither', async t => {
    const {pid, terminal} = await watchServer(t, ['--read-only']);
    await terminal.press('K', 'X', '?');
    await terminal.waitFor('shows the help', lines => lines[0] === 'portwatch help');
    assert.doesNotMatch(terminal.text(), /end the owner|close one TCP|^ *[KX] /m);
    await terminal.press('q');
    await terminal.waitFor('shows the list', showsList);
    assert.ok(!terminal.written().includes('and Enter:') && isAlive(pid));
  });
});

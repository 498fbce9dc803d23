import assert from 'node:assert/strict';
import {chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {portwatchFor} from './helpers/for-everybody.ts';
import {asUser, type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch, showsLook} from './helpers/portwatch.ts';
import {keys, openTerminal, type Terminal} from './helpers/terminal.ts';

const nobody = 65_534;

/** What to put before a command line so that it finds `file` where lsof is. */
function withLsofAs(file: string): readonly string[] {
  const lsof = realpathSync(pathOf('lsof') ?? '/usr/bin/lsof');
  return ['unshare', '--mount', '/bin/sh', '-c', `mount --bind '${file}' '${lsof}' && exec "$@"`, 'sh'];
}

/** A file that stands in for lsof; it runs this script of sh(1). */
function fakeLsof(t: TestContext, script: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-lsof-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'lsof');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Opens the lsof section of the only socket there is, and waits until it is told. */
async function openLsof(t: TestContext, host: Host, ...command: readonly string[]): Promise<Terminal> {
  const terminal = openTerminal(t, [...host.within, ...command], {columns: 140, rows: 100});
  await terminal.waitFor('lists the socket', lines => showsLook(lines) && / 0\.0\.0\.0:8080 /.test(lines.join('\n')));
  await terminal.press('l');
  await terminal.waitFor('tells of lsof', lines => lines.some(line => /^ {2}cross-check +\w+: /.test(line)));
  return terminal;
}

suite('lsof', {concurrency: 3, timeout: 60_000, ...needs('python3', 'lsof', 'unshare', 'mount', 'setpriv')}, () => {
  test('is said to be missing where it is, and the kernel names the process all the same', async t => {
    const host = await openHost(t);
    const {pid} = await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await openLsof(t, host, ...withLsofAs('/dev/null'), ...portwatch);
    assert.match(terminal.text(), /lsof is not installed: install the package "lsof"/);
    assert.match(terminal.text(), /cross-check +unknown: lsof is not installed/);
    assert.match(terminal.text(), new RegExp(`process .*, pid ${pid}$`, 'm'));
  });

  test('is ended when it does not answer', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const slow = fakeLsof(t, 'exec sleep 600');
    const terminal = await openLsof(t, host, ...withLsofAs(slow), ...portwatch);
    assert.match(terminal.text(), /lsof did not answer within 5 s and was ended\. Run it by hand:/);
  });

  test('is reported with its own words when it fails', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const broken = fakeLsof(t, 'printf "lsof: out of luck \\033[31m\\n" >&2; exit 1');
    const terminal = await openLsof(t, host, ...withLsofAs(broken), ...portwatch);
    assert.match(terminal.text(), /cross-check +unknown: lsof failed: lsof: out of luck \\x1b\[31m/);
  });

  test('is contradicted by the kernel when it does not list a socket that is there', async t => {
    const host = await openHost(t);
    const {pid} = await host.hold(['listen tcp 0.0.0.0 8080']);
    const blind = fakeLsof(t, 'exit 1');
    const terminal = await openLsof(t, host, ...withLsofAs(blind), ...portwatch);
    assert.match(terminal.text(), /lsof could see every process, and does not list this socket/);
    assert.match(
      terminal.text(),
      new RegExp(`cross-check +fail: .*which the kernel shows open in python3 \\(${pid}\\)`),
    );
    await terminal.press('g');
    await terminal.waitFor('is suspect', lines =>
      lines.some(line => /^! suspect .*: lsof and the kernel disagree$/.test(line)),
    );
    await terminal.press(keys.escape);
    await terminal.waitFor('is suspect in the list too', lines =>
      lines.some(line => / ! suspect .* 0\.0\.0\.0:8080 .*lsof and the kernel/.test(line)),
    );
  });

  test('is told to a user without rights to need root', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await openLsof(t, host, ...asUser(nobody), ...portwatchFor(nobody));
    assert.match(terminal.text(), /lsof sees only the processes that this user may read.*sudo lsof -nP -i4TCP:8080/);
    assert.match(terminal.text(), /The owner needs root to see: it belongs to another user\./);
    assert.match(terminal.text(), /Start portwatch with sudo to see it\./);
  });
});

import assert from 'node:assert/strict';
import {chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd, watch} from './helpers/portwatch.ts';

/** Commands by bare names: those of this program, of the package systeminformation, and of shells. */
const names = ['lsof', 'ss', 'netstat', 'cat', 'grep', 'awk', 'ip', 'which', 'less', 'more', 'sh', 'uname', 'hostname'];

/** A PATH that begins with a directory everybody may write, where each of these commands leaves a trace. */
function hostilePath(t: TestContext): {readonly env: {readonly PATH: string}; readonly wasUsed: () => boolean} {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-hostile-'));
  t.after(() => rmSync(directory, {recursive: true}));
  chmodSync(directory, 0o777);
  const trace = join(directory, 'trace');
  for (const name of names) writeFileSync(join(directory, name), `#!/bin/sh\necho ${name} >>${trace}\n`, {mode: 0o755});
  return {env: {PATH: `.:${directory}:${process.env.PATH}`}, wasUsed: () => existsSync(trace)};
}

suite('root with a directory of others in its PATH', {
  concurrency: 2,
  timeout: 60_000,
  ...needs('python3', 'less'),
}, () => {
  test('runs no command from there when a package lists the sockets', async t => {
    const {env, wasUsed} = hostilePath(t);
    const {code, stdout} = await runToEnd([...portwatch, '--collector', 'systeminformation', '--once'], {env});
    assert.equal(code, 0);
    assert.match(stdout, /^portwatch .*systeminformation/);
    assert.ok(!wasUsed());
  });

  test('nor for lsof, the load of the host, or a pager', async t => {
    const {env, wasUsed} = hostilePath(t);
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], {columns: 160, env});
    await terminal.waitFor('shows the load', lines => / load \d/.test(lines[0] ?? ''));
    await terminal.press('e');
    await terminal.waitFor('shows lsof', lines => lines.some(line => /^python3 .*TCP \*:8080/.test(line)));
    assert.ok(!wasUsed());
    await terminal.press('q');
  });
});

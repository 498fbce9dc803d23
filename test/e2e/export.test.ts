import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, showsLook} from './helpers/portwatch.ts';
import {openTerminal, type Terminal} from './helpers/terminal.ts';

/** The full screen with a tmpfs mounted with these options as its working directory. */
async function watchOn(t: TestContext, host: Host, options: string): Promise<Terminal> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-export-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const script = `mount -t tmpfs -o ${options} tmpfs '${directory}' && cd '${directory}' && exec "$@"`;
  const command = [...host.within, 'unshare', '--mount', '/bin/sh', '-c', script, 'sh', ...portwatch];
  const terminal = openTerminal(t, command, {columns: 140, rows: 20});
  await terminal.waitFor('lists the socket', showsLook);
  return terminal;
}

/** Names in the working directory of a program, which may be in a mount namespace of its own. */
const filesOf = ({pid}: Terminal): readonly string[] => readdirSync(`/proc/${pid}/cwd/`);

const faults: readonly (readonly [what: string, options: string, message: RegExp])[] = [
  ['read-only file system', 'ro', /could not write \S+\.json: the file system is read-only/],
  ['full disk', 'size=4k', /could not write \S+\.json: the disk is full/],
  ['file system without a free inode', 'nr_inodes=1', /could not write \S+\.json: the disk is full/],
];

suite('writing what is shown', {concurrency: 3, timeout: 60_000, ...needs('python3', 'mount')}, () => {
  for (const [what, options, message] of faults) {
    test(`to a ${what} reports it, leaves no part of a file, and the program goes on`, async t => {
      const host = await openHost(t);
      await host.hold(['listen tcp 0.0.0.0 8080', 'listen tcp 0.0.0.0 8081', 'listen tcp 0.0.0.0 8082']);
      const terminal = await watchOn(t, host, options);
      await terminal.press('x', 'j');
      await terminal.waitFor('shows the reason', lines => lines.some(line => message.test(line)));
      assert.deepEqual(filesOf(terminal), []);
      await terminal.press('q');
      assert.equal((await terminal.exited).code, 0);
    });
  }
});

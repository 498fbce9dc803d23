import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {watch} from './helpers/portwatch.ts';
import {keys} from './helpers/terminal.ts';

/** Makes /proc/net/tcp unreadable, and readable again, at every SIGURG. */
const preload = `
  import files from 'node:fs/promises';
  import {syncBuiltinESMExports} from 'node:module';
  const {readFile} = files;
  let broken = false;
  process.on('SIGURG', () => { broken = !broken; });
  files.readFile = async (path, options) => {
    if (broken && path === '/proc/net/tcp') throw new Error('out of luck \\x1b[31m');
    return readFile(path, options);
  };
  syncBuiltinESMExports();
`;

suite('a look that fails', {timeout: 60_000, ...needs('python3')}, () => {
  test('is told beside the last good rows until a look succeeds', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const env = {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}`};
    const terminal = await watch(t, host, ['--collector', 'procfs'], {env});
    const hasRow = (lines: readonly string[]): boolean => lines.some(line => line.includes(' 0.0.0.0:8080 '));
    const saysSo = (lines: readonly string[]): boolean => lines[2]?.includes('REFRESH FAILED') ?? false;
    await terminal.waitFor('lists the socket', lines => hasRow(lines) && !saysSo(lines));
    process.kill(terminal.pid, 'SIGURG');
    await terminal.waitFor('says so', lines => saysSo(lines) && hasRow(lines));
    assert.match(terminal.lines()[2] ?? '', /REFRESH FAILED, rows are \d+ s old .*out of luck \\x1b\[31m/);
    await terminal.press(keys.enter);
    await terminal.waitFor('opens a socket all the same', ([title = '']) =>
      title.startsWith('LISTEN  tcp 0.0.0.0:8080'),
    );
    await terminal.press('q');
    process.kill(terminal.pid, 'SIGURG');
    await terminal.waitFor(
      'is well again',
      lines => hasRow(lines) && !saysSo(lines) && /^owners /.test(lines[2] ?? ''),
    );
  });
});

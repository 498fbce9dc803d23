import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {realHandoffEdges} from '../../source/terminal/handoff.ts';
import {page} from '../../source/terminal/pager.ts';

/** A directory with pagers that only write what they are given to `out`, and their name with parameters to `name`. */
function directoryWith(
  t: TestContext,
  ...pagers: readonly string[]
): {readonly at: string; readonly shown: () => string} {
  const at = mkdtempSync(join(tmpdir(), 'portwatch-pager-'));
  t.after(() => rmSync(at, {recursive: true}));
  for (const pager of pagers) {
    const script = `#!/bin/sh\necho "$(/usr/bin/basename "$0") $*" > '${at}/name'\nexec /bin/cat > '${at}/out'\n`;
    writeFileSync(join(at, pager), script, {mode: 0o755});
  }
  return {at, shown: () => readFileSync(join(at, 'name'), 'utf8') + readFileSync(join(at, 'out'), 'utf8')};
}

const {PATH} = process.env;

/** Lets programs be found nowhere else, until the test ends. */
function onlyPath(t: TestContext, path: string): void {
  t.after(() => {
    process.env.PATH = PATH;
  });
  process.env.PATH = path;
}

suite('the pager', () => {
  test('is the program in $PAGER, with its parameters', async t => {
    const {at, shown} = directoryWith(t, 'own');
    await page('a text\n', {PAGER: ` ${at}/own  -R   --quit `});
    assert.equal(shown(), 'own -R --quit\na text\n');
  });

  test('gets shell syntax as plain parameters, and no shell', async t => {
    const {at, shown} = directoryWith(t, 'own');
    await page('a text\n', {PAGER: `${at}/own $HOME;true|x`});
    assert.equal(shown(), 'own $HOME;true|x\na text\n');
  });

  test('gets the given environment', async t => {
    const {at, shown} = directoryWith(t, 'own');
    writeFileSync(join(at, 'own'), `#!/bin/sh\necho "$LESSSECURE" > '${at}/name'\n/bin/cat > '${at}/out'\n`);
    await page('a text\n', {PAGER: `${at}/own`, LESSSECURE: '1'});
    assert.equal(shown(), '1\na text\n');
  });

  test('is less where $PAGER names nothing', async t => {
    for (const env of [{}, {PAGER: ''}, {PAGER: '  '}]) {
      const {at, shown} = directoryWith(t, 'less', 'more');
      onlyPath(t, at);
      await page('a text\n', env);
      assert.equal(shown(), 'less \na text\n');
    }
  });

  test('is less where the program in $PAGER is missing, and more where less is missing too', async t => {
    const {at, shown} = directoryWith(t, 'less', 'more');
    onlyPath(t, at);
    await page('a text\n', {PAGER: 'no-such-pager -x'});
    assert.equal(shown(), 'less \na text\n');
    rmSync(join(at, 'less'));
    await page('another\n', {PAGER: 'no-such-pager'});
    assert.equal(shown(), 'more \nanother\n');
  });

  test('is none where no program exists: the result is false, nothing is shown and nothing is thrown', async t => {
    onlyPath(t, '/nonexistent');
    assert.equal(await page('a text\n', {PAGER: 'no-such-pager'}), false);
    assert.equal(process.listenerCount('SIGINT'), 0);
  });

  test('may end before it has read its whole input, and may fail', async () => {
    assert.equal(await page('x'.repeat(1 << 22), {PAGER: 'true'}), true);
    await page('x'.repeat(1 << 22), {PAGER: 'false'});
  });

  test('gets Ctrl-C alone: this program does not end by it, but would again after the pager', async t => {
    const {at} = directoryWith(t, 'own');
    writeFileSync(join(at, 'own'), `#!/bin/sh\nkill -INT ${process.pid}\nexec /bin/cat > '${at}/out'\n`);
    await page('a text\n', {PAGER: `${at}/own`});
    assert.equal(readFileSync(join(at, 'out'), 'utf8'), 'a text\n');
    assert.deepEqual([process.listenerCount('SIGINT'), process.listenerCount('SIGQUIT')], [0, 0]);
  });

  test('may ignore Ctrl-Z, which is known until it has ended', async () => {
    const {ignoresStop} = realHandoffEdges(process.stdin);
    const pager = spawn('sh', ['-c', 'trap "" TSTP; echo ready; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(pager, 'close');
    await once(pager.stdout, 'data');
    assert.equal(ignoresStop(pager), true);
    pager.kill('SIGKILL');
    await ended;
    assert.equal(ignoresStop(pager), null);
  });
});

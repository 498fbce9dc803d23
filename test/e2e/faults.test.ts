import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {portwatchFor} from './helpers/for-everybody.ts';
import {asUser, openHost} from './helpers/host.ts';
import type {Document} from './helpers/listed.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd, showsLook, watch} from './helpers/portwatch.ts';
import {isAlive} from './helpers/processes.ts';
import {openTerminal} from './helpers/terminal.ts';

const nobody = 65_534;

/** What to put before a command line so that it runs where this script of sh(1) has changed what is mounted. */
const mounted = (script: string): readonly string[] => [
  'unshare',
  '--mount',
  '/bin/sh',
  '-c',
  `${script} && exec "$@"`,
  'sh',
];

suite('a system that refuses', {
  concurrency: 2,
  timeout: 60_000,
  ...needs('python3', 'prlimit', 'mount', 'lsof'),
}, () => {
  test('to open any more files: the last good rows stay, every key says why, and the next look mends it', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], {columns: 140, rows: 20});
    await terminal.waitFor('shows the owner', lines => / 0\.0\.0\.0:8080 .*python3/.test(lines.join('\n')));
    const limit = (files: number): void =>
      void execFileSync('prlimit', ['--pid', String(terminal.pid), `--nofile=${files}:4096`]);
    limit(3);
    await terminal.waitFor('tells', lines =>
      lines.some(line => /REFRESH FAILED, rows are \d+ s old .*EMFILE/.test(line)),
    );
    assert.match(terminal.text(), / 0\.0\.0\.0:8080 .*python3/, 'the rows stay');
    await terminal.press('x', 'j');
    await terminal.waitFor('refuses to write', lines => /too many files are open/.test(lines.at(-1) ?? ''));
    await terminal.press('e');
    await terminal.waitFor('has no pager', lines => /^no pager could be started/.test(lines.at(-1) ?? ''));
    await terminal.press('l');
    await terminal.waitFor('has no lsof', lines =>
      lines.some(line => /cross-check +unknown: lsof failed: .*EMFILE/.test(line)),
    );
    await terminal.press('q');
    assert.ok(isAlive(terminal.pid));
    limit(1024);
    await host.hold(['listen tcp 0.0.0.0 8081']);
    await terminal.waitFor('mends', lines => / 0\.0\.0\.0:8081 .*python3/.test(lines.join('\n')));
    assert.doesNotMatch(terminal.text(), /REFRESH FAILED/);
  });

  test('to show the processes of others (hidepid): owners need root, and it is said why', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    // Another mount of procfs: to mount the one there is again would change it for everybody.
    const hidden = mounted('mount -t proc -o hidepid=2 proc /proc');
    const ask = async (command: readonly string[]): Promise<Document> =>
      JSON.parse((await runToEnd([...host.within, ...hidden, ...command, '--json'])).stdout);
    const {sockets, coverage} = await ask([...asUser(nobody), ...portwatchFor(nobody)]);
    assert.deepEqual(
      sockets.map(({owner, assessment}) => [owner, assessment.verdict]),
      [[{known: false, why: 'needs-root'}, 'learn']],
    );
    assert.ok(coverage.notes.includes('processes are hidden by the hidepid option of /proc'), `${coverage.notes}`);
    const asRoot = await ask(portwatch);
    assert.equal(asRoot.sockets[0]?.owner.known, true, 'root sees through it');
    assert.ok(!asRoot.coverage.notes.some(note => note.includes('hidepid')), `${asRoot.coverage.notes}`);
  });

  test('to list the descriptors of processes: those are counted on the screen', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const command = [...host.within, ...asUser(nobody), ...portwatchFor(nobody)];
    const {stdout} = await runToEnd([...command, '--once']);
    assert.match(stdout, /owners known 0 of 1: 1 owner needs root · .*\b\d+ processes could not be read: needs root/);
  });

  test('netlink and has no IPv6: what is read instead, and what is absent, is told', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080', 'listen udp 0.0.0.0 5353']);
    // A tmpfs in the place of /proc/net (a link to /proc/self/net) with copies of the tables of IPv4 alone.
    const tables = 'mkdir -p /run/t && mount -t tmpfs tmpfs /run/t && cp /proc/net/tcp /proc/net/udp /run/t/';
    const {stdout} = await runToEnd([
      ...host.within,
      ...mounted(`${tables} && mount --bind /run/t /proc/$$/net`),
      ...portwatch,
      '--collector',
      'procfs',
      '--once',
    ]);
    assert.match(stdout, / 0\.0\.0\.0:8080 .*python3/);
    assert.match(stdout, / 0\.0\.0\.0:5353 .*python3/);
    assert.match(stdout, /IPv6 tables absent/);
  });
});

/** Starts 300 processes, each of which listens for at most a tenth of a second, and ends when all have ended. */
const burst = `
import os, socket, time
for number in range(300):
    if os.fork() == 0:
        each = socket.socket(); each.bind(("127.0.0.1", 0)); each.listen(1); time.sleep(number % 3 / 20); os._exit(0)
    if number % 20 == 19:
        time.sleep(0.05)
    try:
        while number > 100 and os.waitpid(-1, os.WNOHANG)[0]: pass
    except ChildProcessError: pass
while True:
    try: os.wait()
    except ChildProcessError: break
`;

suite('a burst of processes that end at once', {timeout: 60_000, ...needs('python3')}, () => {
  test('leaves the list as it was, what closed is told, and nothing of it is kept for good', async t => {
    const host = await openHost(t);
    const {pid} = await host.hold(['listen tcp 0.0.0.0 8080']);
    const terminal = await watch(t, host, [], {columns: 140, rows: 20});
    const {code, stderr} = await runToEnd([...host.within, 'python3', '-c', burst]);
    assert.deepEqual([code, stderr], [0, '']);
    await host.hold(['listen tcp 0.0.0.0 8081']);
    await terminal.waitFor(
      'shows what is left',
      lines =>
        /^2 sockets /.test(lines[1] ?? '') &&
        /^owners known 2 of 2 /.test(lines[2] ?? '') &&
        new RegExp(` 0\\.0\\.0\\.0:8080 .*/${pid} `).test(lines.join('\n')),
    );
    const resident = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${terminal.pid}/status`, 'latin1'))?.[1]);
    t.diagnostic(`${resident} kB resident`);
    assert.ok(resident < 300_000, `${resident} kB resident`);
  });
});

/** For node: the clock is set back by an hour once this file is there. */
const settableClock = (file: string): string =>
  `data:text/javascript,${encodeURIComponent(
    `import {existsSync} from 'node:fs';
     const real = Date.now;
     Date.now = () => real() - (existsSync('${file}') ? 3600000 : 0);`,
  )}`;

suite('a clock that is set back by an hour', {timeout: 60_000, ...needs('python3')}, () => {
  test('keeps no look from coming, and ages go on', async t => {
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-clock-'));
    t.after(() => rmSync(directory, {recursive: true}));
    const file = join(directory, 'back');
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8079']);
    const [node = '', ...ours] = portwatch;
    const command = [...host.within, node, '--import', settableClock(file), ...ours, '-i', '0.5'];
    const terminal = openTerminal(t, command, {columns: 200, rows: 20});
    const age = (lines: readonly string[]): number =>
      Number(/ 0\.0\.0\.0:8080 .* (\d+) s /.exec(lines.join('\n'))?.[1] ?? Number.NaN);
    await terminal.waitFor('shows a first look', showsLook);
    // Of what comes later the age is exact, so it ticks.
    await host.hold(['listen tcp 0.0.0.0 8080']);
    await terminal.waitFor('has an age', lines => showsLook(lines) && age(lines) >= 3);
    writeFileSync(file, '');
    await host.hold(['listen tcp 0.0.0.0 8081']);
    await terminal.waitFor('shows what is new', lines => / 0\.0\.0\.0:8081 .*python3/.test(lines.join('\n')));
    assert.ok(age(terminal.lines()) >= 3, terminal.text());
    await terminal.waitFor('goes on', lines => age(lines) >= 6);
  });
});

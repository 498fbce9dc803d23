import assert from 'node:assert/strict';
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {parseExposition} from '../helpers/parse-exposition.ts';
import {type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {environment} from './helpers/terminal.ts';

/** Where a program may lie: one under /tmp would be odd in itself. */
function folder(t: TestContext): string {
  const path = mkdtempSync('/var/lib/portwatch-metrics-');
  t.after(() => rmSync(path, {recursive: true, force: true}));
  return path;
}

const metricsOf = async (host: Host, ...options: readonly string[]): Promise<string> => {
  const {code, stdout, stderr} = await runToEnd([...host.within, ...portwatch, '--metrics', ...options]);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout;
};

/** Keeps metrics in a file of this folder, until the test ends. */
function keep(t: TestContext, host: Host, path: string): {child: ChildProcess; errors: () => string} {
  const [program = '', ...parameters] = [...host.within, ...portwatch, '--metrics', path, '-i', '0.2'];
  const child = spawn(program, parameters, {env: environment, stdio: ['ignore', 'ignore', 'pipe']});
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => (errors += text));
  t.after(() => child.kill('SIGKILL'));
  return {child, errors: () => errors};
}

suite('--metrics', {concurrency: 2, timeout: 60_000, ...needs('python3', 'mount')}, () => {
  test('prints one snapshot, filtered as any other', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080', 'listen udp 127.0.0.1 5353']);
    const families = parseExposition(await metricsOf(host));
    const series = families.get('portwatch_listener_info')?.series ?? [];
    assert.deepEqual(
      series.map(({labels: {proto, address, port, reach, program}}) => [proto, address, port, reach, program]),
      [
        ['tcp', '0.0.0.0', '8080', 'any', /^python3/.exec(series[0]?.labels.program ?? '')?.input],
        ['udp', '127.0.0.1', '5353', 'host', series[0]?.labels.program],
      ],
    );
    const [time] = families.get('portwatch_refresh_timestamp_seconds')?.series ?? [];
    assert.ok(Math.abs((time?.value ?? 0) - Date.now() / 1000) < 60);
    const filtered = parseExposition(await metricsOf(host, '-u', '--filter', 'is:loopback'));
    assert.deepEqual(filtered.get('portwatch_sockets')?.series, [{labels: {proto: 'udp', state: 'UNCONN'}, value: 1}]);
  });

  test('of a hostile name is read by a parser of the format, and by promtool', needs('promtool'), async t => {
    const host = await openHost(t);
    const name = 'e"v\\i\nl,x="{} 東';
    const python = join(folder(t), name);
    copyFileSync(pathOf('python3') ?? '', python);
    await host.hold(['listen tcp 0.0.0.0 8080'], {python});
    const text = await metricsOf(host);
    const [series] = parseExposition(text).get('portwatch_listener_info')?.series ?? [];
    assert.equal(series?.labels.program, name.replace('\n', '\\x0a'));
    const {status, stderr} = spawnSync(pathOf('promtool') ?? '', ['check', 'metrics'], {input: text, encoding: 'utf8'});
    assert.deepEqual([status, stderr], [0, '']);
  });

  test('keeps a file whole for whoever reads it, until a signal ends it', async t => {
    const host = await openHost(t);
    await host.hold(Array.from({length: 60}, (_, index) => `listen tcp 0.0.0.0 ${8000 + index}`));
    const directory = folder(t);
    const path = join(directory, 'portwatch.prom');
    const {child, errors} = keep(t, host, path);
    const times = new Set<number>();
    for (const end = Date.now() + 30_000; times.size < 12; await pause(0)) {
      assert.ok(Date.now() < end, `written ${times.size} times: ${errors()}`);
      if (!existsSync(path)) continue;
      const families = parseExposition(readFileSync(path, 'utf8'));
      assert.equal(families.get('portwatch_listener_info')?.series.length, 60);
      assert.equal(families.get('portwatch_refresh_duration_seconds')?.series.length, 1, 'its end is there');
      times.add(families.get('portwatch_refresh_timestamp_seconds')?.series[0]?.value ?? 0);
      assert.deepEqual(
        readdirSync(directory).filter(name => name.endsWith('.prom')),
        ['portwatch.prom'],
      );
    }
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'exit');
    assert.deepEqual([code, signal, errors()], [0, null, '']);
    assert.deepEqual(readdirSync(directory), ['portwatch.prom']);
    assert.equal(statSync(path).mode & 0o777, 0o644);
  });

  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) {
    test(`ends soon by ${signal}, also while it waits for the next refresh`, async t => {
      const host = await openHost(t);
      const path = join(folder(t), 'portwatch.prom');
      const command = [...host.within, ...portwatch, '--metrics', path, '-i', '3600'];
      const child = spawn(command[0] ?? '', command.slice(1), {env: environment, stdio: 'ignore'});
      t.after(() => child.kill('SIGKILL'));
      for (const end = Date.now() + 30_000; !existsSync(path); await pause(10)) assert.ok(Date.now() < end);
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }

  const faults: readonly (readonly [fault: string, script: string, reason: string])[] = [
    ['a full disk', 'head -c 1M /dev/zero > fill 2>/dev/null', 'the disk is full'],
    ['a file system that is read-only', 'mount -o remount,ro .', 'the file system is read-only'],
  ];
  for (const [fault, script, reason] of faults) {
    test(`leaves the old file on ${fault}`, async t => {
      const host = await openHost(t);
      const directory = folder(t);
      const steps = [
        `mount -t tmpfs -o size=16k tmpfs '${directory}' && cd '${directory}' && echo 'a 1' > portwatch.prom`,
        script,
        '"$@"; code=$?',
        'echo "$code" $(ls -A | grep -v fill) "$(cat portwatch.prom)"',
      ].join('\n');
      const within = [...host.within, 'unshare', '--mount', '/bin/sh', '-c', steps, 'sh'];
      const path = join(directory, 'portwatch.prom');
      const {stdout, stderr} = await runToEnd([...within, ...portwatch, '--metrics', path]);
      assert.equal(stdout, '2 portwatch.prom a 1\n');
      assert.equal(stderr, `portwatch: could not write ${path}: ${reason}\n`);
    });
  }
});

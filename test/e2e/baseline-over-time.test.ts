import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {installScript, openDirectory, runner, startService, withBaseline} from './helpers/services.ts';
import {environment} from './helpers/terminal.ts';

type Event = {
  readonly event: string;
  readonly socket: {
    readonly local: {readonly port: number};
    readonly acceptance: {readonly state: string; readonly drift: readonly string[]} | null;
  };
};

/** Events of `--stream`, with the wait for one. */
function follow(t: TestContext, {within}: Host, directory: string) {
  const {path, env} = withBaseline(directory);
  const [program = '', ...parameters] = [...within, ...portwatch, '--baseline', path, '--stream', '-i', '0.2'];
  const child = spawn(program, parameters, {env: {...environment, ...env}, stdio: ['ignore', 'pipe', 'inherit']});
  t.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const events: Event[] = [];
  const lines = createInterface({input: child.stdout});
  lines.on('line', line => events.push(JSON.parse(line)));
  return {
    events,
    until: async (holds: (event: Event) => boolean): Promise<void> => {
      const signal = AbortSignal.timeout(20_000);
      while (!events.some(holds)) await once(lines, 'line', {signal});
    },
  };
}

suite('a baseline while services come and go', needs('python3'), () => {
  test('twenty starts on ports that the kernel chose are accepted, and none drifts', {timeout: 60_000}, async t => {
    const host = await openHost(t);
    const directory = openDirectory(t);
    const command = installScript(directory, 'probe.py');
    const start = () => startService(t, host, command, {ends: [['udp', '0.0.0.0', 0]]});
    let service = await start();
    const accepted = await runner(host, directory)('--accept', '--yes');
    assert.match(accepted.stdout, /^udp on any port of clients: /);
    const {events, until} = follow(t, host, directory);
    // The first poll has no events: what opens after it does.
    const sentinel = await startUntilSeen(t, host, directory, until);
    await sentinel.stop();
    for (let starts = 0; starts < 20; starts++) {
      await service.stop();
      service = await start();
      const [port] = service.ports;
      await until(({socket: {local, acceptance}}) => local.port === port && acceptance?.state === 'accepted');
    }
    const drifting = events.filter(({event, socket}) => event === 'drift' && socket.local.port !== 4200);
    assert.deepEqual(drifting, []);
  });

  test('a stream has one line with the event drift for what begins to differ', async t => {
    const host = await openHost(t);
    const directory = openDirectory(t);
    const command = installScript(directory, 'app.py');
    const service = await startService(t, host, command, {ends: [['tcp', '127.0.0.1', 4201]]});
    assert.equal((await runner(host, directory)('--accept', '--yes')).code, 0);
    const {events, until} = follow(t, host, directory);
    await (await startUntilSeen(t, host, directory, until)).stop();
    await service.stop();
    await startService(t, host, command, {ends: [['tcp', '0.0.0.0', 4201]]});
    await until(({event, socket}) => event === 'drift' && socket.local.port === 4201);
    const drifts = events.filter(({event, socket}) => event === 'drift' && socket.local.port === 4201);
    assert.deepEqual(
      drifts.map(({socket}) => socket.acceptance?.drift),
      [['widened']],
    );
    assert.ok(events.some(({event, socket}) => event === 'drift' && socket.local.port === 4200));
  });
});

/** Opens a listener that nobody accepted, on port 4200, again and again until the stream has it. */
async function startUntilSeen(
  t: TestContext,
  host: Host,
  directory: string,
  until: ReturnType<typeof follow>['until'],
) {
  const command = installScript(directory, 'sentinel.py');
  for (;;) {
    const service = await startService(t, host, command, {ends: [['tcp', '127.0.0.1', 4200]]});
    const isSeen = await Promise.race([
      until(({event, socket}) => event === 'drift' && socket.local.port === 4200).then(() => true),
      new Promise<boolean>(resolve => setTimeout(resolve, 1000, false)),
    ]);
    if (isSeen) return service;
    await service.stop();
  }
}

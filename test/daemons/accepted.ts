import {setTimeout as pause} from 'node:timers/promises';
import type {Machine} from './machine.ts';

/** Everything that listens is accepted, started again in several ways, and must not differ from what was accepted. */

const portwatch = ['/portwatch/node', '/portwatch/dist/cli.js'];
const address = '198.51.100.2';

/** Kinds of `--drift` that need no alarm. */
const notes = new Set(['gone', 'narrower', 'upgraded', 'moved']);

/**
 * A line about each difference that should not be there, and about a control that is not found. `units`: the services
 * to start again; `ports`: what they wait on, as of `portsIn`. Leaves the machine with the service of dictd stopped.
 */
export async function acceptAndRestart(
  {inside, start}: Machine,
  units: readonly string[],
  ports: ReadonlySet<string>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const lines = async (...options: readonly string[]): Promise<readonly string[]> =>
    (await inside(...portwatch, ...options)).stdout.split('\n').filter(line => line !== '');
  const kindOf = (line: string): string => line.split(' ', 1)[0] ?? '';
  const missing = async (): Promise<readonly string[]> => {
    const seen = await portsIn(inside);
    return [...ports].filter(port => !seen.has(port));
  };
  /** Resolves once every port is waited on, or after a while: not every daemon survives all of its clients. */
  const allUp = async (): Promise<void> => {
    for (const end = Date.now() + 30_000; (await missing()).length > 0 && Date.now() < end; ) await pause(500);
  };
  const compare = async (stage: string): Promise<void> => {
    const found = await lines('--drift');
    const counts = Map.groupBy(found, kindOf);
    const drift = found.filter(line => !notes.has(kindOf(line)));
    faults.push(...drift.map(line => `${stage}: ${line}`));
    const words = [...counts].map(([kind, each]) => `${each.length} ${kind}`).join(', ');
    console.log(`${stage}: ${words || 'nothing differs'}`);
  };
  const codeOf = async (...options: readonly string[]): Promise<number | null> =>
    (await inside(...portwatch, '--once', ...options)).code;

  await allUp();
  const accepted = await inside(...portwatch, '--accept', '--yes');
  if (accepted.code !== 0) return [`not accepted: ${accepted.stderr}`];
  console.log(accepted.stdout.trimEnd().split('\n').at(-1));
  await compare('accepted');
  for (const options of [
    ['--fail-on', 'drift'],
    ['--listening', '--fail-on', 'learn'],
  ]) {
    const code = await codeOf(...options);
    if (code !== 0) faults.push(`accepted: --once ${options.join(' ')} ends with ${code}`);
  }

  await inside('systemctl', 'restart', ...units);
  await allUp();
  await compare('each service restarted');

  const clients = [...ports].flatMap(port => connect(start, port));
  await pause(5000);
  await compare('with clients, also of activated services');
  for (const client of clients) client.kill();

  const sockets = await listed(inside, 'socket');
  const running = await listed(inside, 'service');
  await inside('systemctl', 'stop', ...sockets, ...running);
  await compare('stopped');
  await inside('systemctl', 'start', ...sockets);
  await compare('sockets of systemd started');
  await inside('systemctl', 'start', ...units);
  await allUp();
  await compare('each service started');
  await inside('systemctl', 'try-reload-or-restart', ...units);
  await allUp();
  await compare('each service reloaded');

  await inside('systemctl', 'stop', 'dictd.service');
  const impostor = start('nc', '-lk', '127.0.0.1', '2628');
  for (const end = Date.now() + 10_000; !(await portsIn(inside)).has('tcp 2628') && Date.now() < end; )
    await pause(200);
  const found = (await lines('--drift')).filter(line => !notes.has(kindOf(line)));
  const code = await codeOf('--fail-on', 'drift');
  console.log(`another program on the port of dictd: ${found.join('; ')}`);
  if (found.length !== 1 || kindOf(found[0] ?? '') !== 'owner' || code !== 1)
    faults.push(`another program on the port of dictd: ends with ${code}: ${found.join('; ')}`);
  impostor.kill();
  return faults;
}

/** Clients of a port, from outside and within. */
function connect(start: Machine['start'], port: string): readonly ReturnType<Machine['start']>[] {
  const [protocol = '', number = ''] = port.split(' ');
  const options = protocol === 'udp' ? ['-u', '-w', '2'] : ['-w', '60'];
  const send = (to: string): string => `{ echo; sleep 60; } | nc ${options.join(' ')} ${to} ${number} > /dev/null`;
  return [start('nsenter', '--net=/run/netns/far', 'sh', '-c', send(address)), start('sh', '-c', send('127.0.0.1'))];
}

/** `tcp 22` of everything that waits, without ports that nobody chose. */
export async function portsIn(inside: Machine['inside']): Promise<ReadonlySet<string>> {
  const {stdout} = await inside('ss', '-Htuln');
  return new Set(
    stdout.split('\n').flatMap(line => {
      const [protocol = '', , , , local = ''] = line.trim().split(/\s+/);
      const port = Number(local.slice(local.lastIndexOf(':') + 1));
      return port > 0 && port < 50_000 ? `${protocol} ${port}` : [];
    }),
  );
}

/** Active units of a kind that hold sockets of the network, without those of systemd itself and the message bus. */
export async function listed(inside: Machine['inside'], type: 'service' | 'socket'): Promise<readonly string[]> {
  const state = type === 'service' ? 'running' : 'active';
  const options = [`--type=${type}`, `--state=${state}`, '--no-legend', '--plain'];
  const {stdout} = await inside('systemctl', 'list-units', ...options);
  const names = stdout.split('\n').flatMap(line => line.trim().split(/\s+/)[0] || []);
  return names.filter(name => !/^(?:systemd-|dbus|syslog|user@|getty|console-getty)/.test(name));
}

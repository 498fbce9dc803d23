import {setTimeout as pause} from 'node:timers/promises';
import type {Machine, Running} from './machine.ts';
import {invocationsOf, listed, waitForPorts} from './services.ts';

/** Everything that listens is accepted, started again in several ways, and must not differ from what was accepted. */

const portwatch = ['/portwatch/node', '/portwatch/dist/cli.js'];
const address = '198.51.100.2';

/** Kinds of `--drift` that need no alarm. */
const notes = new Set(['gone', 'narrower', 'upgraded', 'moved']);

/** Not every daemon survives all of its clients. */
const maxLost = 3;

/** Changes of one service, on one port, that must be found by these names alone. */
const changes = [
  {
    kind: 'widened',
    change: 'on every address',
    script: 's=/etc/dictd/dictd.conf; sed -i "s/^listen_to .*/listen_to 0.0.0.0/" $s; systemctl restart dictd',
  },
  {
    kind: 'unit',
    change: 'as another unit',
    script:
      's=/etc/dictd/dictd.conf; sed -i "s/^listen_to .*/listen_to 127.0.0.1/" $s; systemctl stop dictd; ' +
      'systemd-run --unit=words --property=Type=forking /usr/sbin/dictd',
  },
  {
    kind: 'owner',
    change: 'another program',
    script: 'systemctl stop words; systemd-run --unit=dictd-2 nc -lk 127.0.0.1 2628',
  },
];
const changedPort = 'tcp 2628';

/**
 * A line about each difference that should not be there, and about each change that is not found. `units`: the services
 * to start again; `ports`: what they wait on, as of `portsIn`. Leaves another program in the place of a service.
 */
export async function acceptAndRestart(
  {inside, start}: Machine,
  units: readonly string[],
  ports: ReadonlySet<string>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const kindOf = (line: string): string => line.split(' ', 1)[0] ?? '';
  const differences = async (): Promise<readonly string[]> =>
    (await inside(...portwatch, '--drift')).stdout.split('\n').filter(line => line !== '');
  const isAlarm = (line: string): boolean => !notes.has(kindOf(line));
  /** `lost`: the most and the fewest accepted listeners that may be gone. */
  const compare = async (stage: string, [fewest, most]: readonly [number, number] = [0, maxLost]): Promise<void> => {
    const found = await differences();
    faults.push(...found.filter(isAlarm).map(line => `${stage}: ${line}`));
    const counts = Map.groupBy(found, kindOf);
    const words = [...counts].map(([kind, each]) => `${each.length} ${kind}`).join(', ');
    console.log(`${stage}: ${words || 'nothing differs'}`);
    const gone = counts.get('gone') ?? [];
    if (gone.length < fewest || gone.length > most) faults.push(`${stage}: gone are ${gone.join('; ') || 'none'}`);
  };
  const allUp = (): Promise<readonly string[]> => waitForPorts(inside, ports, 60_000);
  const codeOf = async (...options: readonly string[]): Promise<number | null> =>
    (await inside(...portwatch, '--once', ...options)).code;

  await allUp();
  const accepted = await inside(...portwatch, '--accept', '--yes');
  if (accepted.code !== 0) return [`not accepted: ${accepted.stderr}`];
  console.log(accepted.stdout.trimEnd().split('\n').at(-1));
  await compare('accepted', [0, 0]);
  for (const options of [
    ['--fail-on', 'drift'],
    ['--listening', '--fail-on', 'learn'],
  ]) {
    const code = await codeOf(...options);
    if (code !== 0) faults.push(`accepted: --once ${options.join(' ')} ends with ${code}`);
  }

  const before = await invocationsOf(inside, units);
  await inside('systemctl', 'restart', ...units);
  await allUp();
  const after = await invocationsOf(inside, units);
  faults.push(...units.filter((_, index) => before[index] === after[index]).map(unit => `not restarted: ${unit}`));
  await compare('each service restarted');

  const clients = [...ports].flatMap(port => connect(start, port));
  await pause(5000);
  await compare('with clients, also of activated services');
  await Promise.all(clients.map(({end}) => end()));

  const sockets = await listed(inside, 'socket');
  const running = await listed(inside, 'service');
  await inside('systemctl', 'stop', ...sockets, ...running);
  await compare('stopped', [units.length, Number.POSITIVE_INFINITY]);
  await inside('systemctl', 'start', ...sockets);
  await compare('sockets of systemd started', [0, Number.POSITIVE_INFINITY]);
  await inside('systemctl', 'start', ...units);
  await allUp();
  await compare('each service started');
  await inside('systemctl', 'try-reload-or-restart', ...units);
  await allUp();
  await compare('each service reloaded');

  for (const {kind, change, script} of changes) {
    await inside('sh', '-c', script);
    await waitForPorts(inside, [changedPort], 30_000);
    const found = (await differences()).filter(isAlarm);
    const code = await codeOf('--fail-on', 'drift');
    console.log(`dictd, ${change}: ${found.join('; ')}`);
    const isFound = found.length === 1 && kindOf(found[0] ?? '') === kind && found[0]?.includes(':2628');
    if (!isFound || code !== 1) faults.push(`dictd, ${change}: ends with ${code}, not with ${kind} alone`);
  }
  return faults;
}

/** Clients of a port, from outside and within. They send a line, and stay. */
function connect(start: Machine['start'], port: string): readonly Running[] {
  const [protocol = '', number = ''] = port.split(' ');
  const options = protocol === 'udp' ? '-u -w 2' : '-w 10';
  const send = (to: string): string => `exec nc ${options} ${to} ${number} << END\n\nEND`;
  return [start('nsenter', '--net=/run/netns/far', 'sh', '-c', send(address)), start('sh', '-c', send('127.0.0.1'))];
}

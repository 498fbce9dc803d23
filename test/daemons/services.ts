import {setTimeout as pause} from 'node:timers/promises';
import type {Machine} from './machine.ts';

type Inside = Machine['inside'];

/** Active units of a kind that hold sockets of the network, without those of systemd itself and the message bus. */
export async function listed(inside: Inside, type: 'service' | 'socket'): Promise<readonly string[]> {
  const state = type === 'service' ? 'running' : 'active';
  const options = [`--type=${type}`, `--state=${state}`, '--no-legend', '--plain'];
  const {stdout} = await inside('systemctl', 'list-units', ...options);
  const names = stdout.split('\n').flatMap(line => line.trim().split(/\s+/)[0] || []);
  return names.filter(name => !/^(?:systemd-|dbus|syslog|user@|getty|console-getty)/.test(name));
}

/** What names each start of a unit (systemd.exec(5): INVOCATION_ID), in the order of the units. */
export async function invocationsOf(inside: Inside, units: readonly string[]): Promise<readonly string[]> {
  const {stdout} = await inside('systemctl', 'show', '--property=InvocationID', ...units);
  return [...stdout.matchAll(/^InvocationID=(.*)$/gm)].map(([, id = '']) => id);
}

/** `tcp 22` of everything that waits, without ports that nobody chose. */
export async function portsIn(inside: Inside): Promise<ReadonlySet<string>> {
  const {stdout} = await inside('ss', '-Htuln');
  return new Set(
    stdout.split('\n').flatMap(line => {
      const [protocol = '', , , , local = ''] = line.trim().split(/\s+/);
      const port = Number(local.slice(local.lastIndexOf(':') + 1));
      return port > 0 && port < 50_000 ? `${protocol} ${port}` : [];
    }),
  );
}

/** Waits until all of these ports, as of `portsIn`, are waited on; the ones that are not after so many milliseconds. */
export async function waitForPorts(inside: Inside, ports: Iterable<string>, limit: number): Promise<readonly string[]> {
  for (const end = Date.now() + limit; ; await pause(500)) {
    const seen = await portsIn(inside);
    const missing = [...ports].filter(port => !seen.has(port));
    if (missing.length === 0 || Date.now() > end) return missing;
  }
}

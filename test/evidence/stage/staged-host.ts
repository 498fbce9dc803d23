import {execFile} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {cp, realpath} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {cli, projectDirectory} from '../../e2e/helpers/built.ts';
import {host as hostEnd, intruder as intruderEnd} from './addresses.ts';
import type {Built} from './built-programs.ts';
import {type Child, startChild} from './child.ts';
import type {World} from './worlds.ts';

const run = promisify(execFile);
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const path = (name: string): string => join(projectDirectory, name);

/** A host of namespaces of its own, and the machine of the intruder on the other end of its Ethernet. */
export type StagedHost = {
  /** Starts a script of sh(1) in the host, as this user. */
  readonly start: (name: string, script: string, uid?: number) => void;
  /** Text that a script has printed so far. */
  readonly printed: (name: string) => string;
  /** A table of /proc/net, as the host has it; "" where there is none. */
  readonly table: (name: string) => string;
  /** Command line of the built program, without options, as root of the host. */
  readonly portwatch: readonly string[];
  readonly intruder: Child;
  readonly close: () => Promise<void>;
};

export async function openStagedHost(built: Built, world: World, orders: unknown): Promise<StagedHost> {
  const modules = await realpath(path('node_modules'));
  const setUp = [file('host.sh'), dirname(cli), modules, process.execPath];
  const first = startChild([
    ...['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', readFileSync(file('host.sh'), 'utf8'), ...setUp],
  ]);
  const intruder = startChild(['unshare', '--net', '/usr/bin/python3', '-u', file('intruder.py')]);
  const close = async (): Promise<void> => {
    await Promise.all([first.stop(), intruder.stop()]);
  };
  const root = `/proc/${first.pid}/root`;
  const read = (name: string): string => {
    try {
      return readFileSync(name, 'utf8');
    } catch {
      return '';
    }
  };
  const start = (name: string, script: string, uid = 0): void => {
    writeFileSync(`${root}/run/start/${name}.sh`, script);
    writeFileSync(`${root}/run/start/${name}.uid`, `${uid}`);
    first.send(name);
  };
  const printed = (name: string): string => read(`${root}/run/printed/${name}`);
  try {
    await until('the host is ready', () => first.lines.includes('ready'), first);
    await connect(first.pid, intruder.pid, world.intruder ?? '');
    await cp(built.directory, `${root}/srv/built`, {recursive: true});
    intruder.send(JSON.stringify(orders));
    await until('the intruder listens', () => intruder.lines.includes('listening'), intruder);
    if (world.prepare !== undefined) {
      start('prepare', world.prepare);
      await until('the host is prepared', () => printed('prepare').includes('ready'), first);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const inside = ['nsenter', `-t${first.pid}`, '-m', '-n', `--pid=/proc/${first.pid}/ns/pid_for_children`];
  return {
    start,
    printed,
    table: name => read(`/proc/${first.pid}/net/${name}`),
    portwatch: [
      ...inside,
      'env',
      'LD_PRELOAD=/srv/built/initial-namespace.so',
      '/srv/portwatch/node',
      `/srv/portwatch/dist/${cli.slice(dirname(cli).length + 1)}`,
    ],
    intruder,
    close,
  };
}

/** Milliseconds; for a machine that does much else. */
const patience = 30_000;

async function until(what: string, holds: () => boolean, child: Child): Promise<void> {
  let ended = false;
  void child.ended.then(() => (ended = true));
  for (const end = Date.now() + patience; !holds(); await pause(20)) {
    if (ended || Date.now() > end) throw new Error(`in vain: ${what}: ${child.lines.join('\n')} ${child.errors()}`);
  }
}

/** Lays the cable between host and intruder, whose machine has every address of 198.19.0.0/16 and fd13::/64. */
async function connect(hostPid: number, intruderPid: number, more: string): Promise<void> {
  await run('nsenter', [
    `--net=/proc/${intruderPid}/ns/net`,
    'sh',
    '-ec',
    `
ip link set lo up
ip link add eth0 type veth peer name eth0 netns ${hostPid}
ip address add ${intruderEnd.address}/16 dev eth0
ip address add ${intruderEnd.address6}/64 dev eth0 nodad
ip link set eth0 up
ip route add local 198.19.0.0/16 dev lo
ip -6 route add local fd13::/64 dev lo
echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
${more}`,
  ]);
  const addresses = Array.from({length: 500}, (_, number) => {
    return `address add 198.18.${Math.floor(number / 250) + 1}.${(number % 250) + 1}/16 dev eth0`;
  });
  await run('nsenter', [
    `--net=/proc/${hostPid}/ns/net`,
    'sh',
    '-ec',
    `
echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range
ip link set lo up
ip address add ${hostEnd.address}/16 dev eth0
ip address add ${hostEnd.address6}/64 dev eth0 nodad
ip link set eth0 up
printf '${addresses.join('\\n')}\\n' | ip -batch -
ip route add default via ${intruderEnd.address}
ip -6 route add default via ${intruderEnd.address6}`,
  ]);
}

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import {type Host, openHost} from '../helpers/host.ts';

/** Of documentation (RFC 5737): the address of `eth0`, and a neighbour that takes every packet and never answers. */
export const address = '198.51.100.2';
export const neighbour = '198.51.100.1';

/**
 * A host with an Ethernet interface, where the real file system can only be read: /etc is a copy, and /run, /var, /tmp
 * and /opt are empty and its own. What runs in it ends with it.
 */
export type Sandbox = {
  readonly host: Host;
  /** Starts a script of sh(1) as root. Its standard input stays open. */
  readonly start: (name: string, script: string) => void;
  /** Runs a script of sh(1) to its end; rejects with what it printed where it fails. */
  readonly run: (script: string) => Promise<void>;
  /** Ends everything that runs in it; resolves when nothing is left. */
  readonly stop: () => Promise<void>;
  /** Which scripts have ended, with what they printed; "" where all of them run. For messages. */
  readonly ended: () => string;
};

/** Ports that programs do not choose come from the dynamic range (RFC 6335): no registry names one of them. */
const setUp = `
set -e
mount -o remount,bind,ro /
mount -t tmpfs -o mode=755 tmpfs /run
cp -a /etc /run/etc
mount --bind /run/etc /etc
mount -t tmpfs -o mode=755 tmpfs /var
mount -t tmpfs -o mode=755 tmpfs /opt
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p /run/e2e /run/lock /var/cache /var/lib /var/log /var/spool /var/tmp
ln -s /run /var/run
ln -s /run/lock /var/lock
rm -f /etc/resolv.conf
echo 'nameserver ${neighbour}' > /etc/resolv.conf
echo 'options timeout:30 attempts:1' >> /etc/resolv.conf
printf '127.0.0.1 localhost\\n::1 localhost\\n' > /etc/hosts
echo 50000 60999 > /proc/sys/net/ipv4/ip_local_port_range
ip link add eth0 type veth peer name far
ip address add ${address}/24 dev eth0
ip link set far up
ip link set eth0 up
ip neighbour replace ${neighbour} lladdr 02:00:00:00:00:01 dev eth0 nud permanent
echo ready
exec cat
`;

const unshare = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', setUp];

/** Opens a sandbox. It ends with the test, however this process ends: its first process reads from a pipe. */
export async function openSandbox(t: TestContext): Promise<Sandbox> {
  const host = await openHost(t);
  const first = spawnQuietly([...host.within, ...unshare]);
  const scripts = new Map<string, Script>();
  t.after(async () => {
    first.child.kill('SIGKILL');
    await Promise.all([first, ...scripts.values()].map(script => script.exited));
  });
  const [line] = await Promise.race([once(createInterface({input: first.child.stdout}), 'line'), first.exited]);
  if (line !== 'ready') throw new Error(`no sandbox: ${first.printed()}`);

  const pid = `${first.child.pid}`;
  const inside = (script: string): Script =>
    spawnQuietly(['nsenter', `-t${pid}`, '-m', '-n', `--pid=/proc/${pid}/ns/pid_for_children`, 'sh', '-ec', script]);
  const run = async (script: string): Promise<void> => {
    const ran = inside(script);
    ran.child.stdin.end();
    await ran.exited;
    if (ran.child.exitCode !== 0) throw new Error(`${script}: ${ran.printed()}`);
  };
  return {
    host,
    run,
    stop: async () => {
      await run(endAll);
      await Promise.all([...scripts.values()].map(({exited}) => exited));
      scripts.clear();
    },
    start: (name, script) => void scripts.set(name, inside(script)),
    ended: () =>
      [...scripts]
        .filter(([, {child}]) => child.exitCode !== null || child.signalCode !== null)
        .map(([name, {printed}]) => `${name} has ended: ${printed()}`)
        .join('\n'),
  };
}

/**
 * kill(2) of -1 is about every process of the namespace but its first one and the shell itself, which are left. Nobody
 * waits for the ones whose parents ended; they have no executable any more.
 */
const endAll = `
while :; do
  kill -TERM -1 2> /dev/null || true
  left=0
  for each in /proc/[0-9]*; do
    if [ -e "$each/exe" ]; then left=$((left + 1)); fi
  done
  if [ $left -le 2 ]; then exit 0; fi
  sleep 0.1
done
`;

type Script = ReturnType<typeof spawnQuietly>;

const environment = {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C'};

function spawnQuietly([program = '', ...parameters]: readonly string[]) {
  const child = spawn(program, parameters, {env: environment, stdio: ['pipe', 'pipe', 'pipe']});
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', part => (text += part));
  // Writing to a program that has ended is no error here.
  child.stdin.on('error', () => {});
  const exited = new Promise<readonly string[]>(resolve => child.once('close', () => resolve([])));
  return {child, exited, printed: () => text};
}

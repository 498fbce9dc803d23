import {existsSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {assertReadmeHas} from '../e2e/daemons/what-came-out.ts';
import {acceptAndRestart} from './accepted.ts';
import {judgeJournal} from './journal.ts';
import {type Machine, makeRoot, openMachine} from './machine.ts';
import {packages} from './packages.ts';
import {listed, portsIn, waitForPorts} from './services.ts';
import {unitsTable} from './units-table.ts';
import {holdersIn, type Judged, listenedIn, suspects, textOf, wrongDirections, wrongOwners} from './witness.ts';

// Judges the daemons of Debian under a systemd of their own: `npm run daemons`, as root, with debootstrap(8). Then it
// accepts them, starts each of them again, and finds no drift from that.
// DAEMONS_ROOT names the directory of that Debian; it is made where it is not there, which takes minutes, and kept.
const root = process.env.DAEMONS_ROOT ?? '/var/cache/portwatch-daemons';
const address = '198.51.100.2';
const client = ['/portwatch/node', '/portwatch/dist/cli.js'];
/** The network namespace of the clients from outside, which are no daemons. */
const outside = 'far';

/** Long enough for the slowest refresh beside so many daemons, and for the evidence that comes after it. */
const settled = 12_000;

/** The port of the daemon that waits on it last, ten seconds after systemd has nothing left to start. */
const lastPort = 'tcp 11332';

if (!existsSync(`${root}/etc/frr/daemons`) || process.argv.includes('--make')) await makeRoot(root, packages);
const machine = await openMachine(root);
const faults: string[] = [];
try {
  // First: with the baseline of a later stage, a new listener would be logged as drift.
  faults.push(...(await judgeJournal(machine)));
  await judge(machine);
} finally {
  await machine.close();
}
for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;

async function judge(machine: Machine): Promise<void> {
  const {inside, start} = machine;
  const missing = await waitForPorts(inside, [lastPort], 120_000);
  if (missing.length > 0) throw new Error(`nobody waits on ${missing}`);
  const listened = new Set(listenedIn((await inside('ss', '-Htln')).stdout));
  const rows = new Map<string, Judged>();
  const watching = start(...client, '--stream', '--interval', '1');
  createInterface({input: watching.stdout}).on('line', line => {
    const {event, socket} = JSON.parse(line) as {readonly event: string; readonly socket: Judged};
    if (socket.netns?.name === outside) return;
    if (event === 'closed') rows.delete(socket.key);
    else rows.set(socket.key, socket);
  });
  // The stream begins with what changes: the rest is what one snapshot shows.
  const {sockets} = JSON.parse((await inside(...client, '--json')).stdout) as {readonly sockets: readonly Judged[]};
  for (const socket of sockets) {
    if (socket.netns?.name !== outside && !rows.has(socket.key)) rows.set(socket.key, socket);
  }
  const owners = async () =>
    new Map([...(await inEachNamespace(inside, 'ss', '-Htunape')).flatMap(text => [...holdersIn(text)])]);

  const look = async (stage: string): Promise<readonly Judged[]> => {
    await pause(settled);
    for (const port of listenedIn((await inside('ss', '-Htln')).stdout)) listened.add(port);
    const before = await owners();
    const seen = [...rows.values()];
    const after = await owners();
    const found = [...suspects(seen), ...wrongOwners(seen, before, after), ...wrongDirections(seen, listened)];
    faults.push(...found.map(text => `${stage}: ${text}`));
    const connections = seen.filter(({peer}) => peer !== null).length;
    const namespaces = new Set(seen.flatMap(({netns}) => netns?.name ?? []));
    const counts = `${seen.length} sockets, ${connections} connections, ${namespaces.size} other namespaces`;
    console.log(`${stage}: ${counts}, ${found.length} wrong`);
    if (namespaces.size < 2 && stage !== 'stopped')
      faults.push(`${stage}: only ${namespaces.size} services have a network of their own`);
    return seen;
  };

  const units = await listed(inside, 'service');
  const atStart = await look('started');
  const waiting = await portsIn(inside);
  const ports = [...listened];
  const holding = ports.flatMap(port => [
    start('nsenter', '--net=/run/netns/far', 'nc', '-d', address, `${port}`),
    start('nc', '-d', '127.0.0.1', `${port}`),
  ]);
  await look('with clients');
  await inside('systemctl', 'stop', '--no-block', ...units);
  const stopped = await look('stopped');
  await inside('systemctl', 'start', '--no-block', ...units);
  await pause(settled);
  await look('restarted');
  await Promise.all([...holding, watching].map(({end}) => end()));
  faults.push(...(await acceptAndRestart(machine, units, waiting)));

  const serving = new Set(atStart.flatMap(({owner}) => (owner.processes ?? []).flatMap(({unit}) => unit ?? [])));
  console.log(
    `${units.length} services run, ${serving.size} units hold sockets, ${atStart.length} sockets at the start`,
  );
  if (serving.size < 60) faults.push(`only ${serving.size} units hold sockets`);
  const learnt = stopped.filter(({assessment}) => assessment.rule === 'ssh-session').map(textOf);
  console.log(`sessions of SSH that go on after its stop: ${learnt.length}`);
  if (process.argv.includes('--readme')) assertReadmeHas(unitsTable(atStart));
}

/** The output of a command in each network namespace that has a process. */
async function inEachNamespace(inside: Machine['inside'], ...command: readonly string[]): Promise<readonly string[]> {
  const {stdout} = await inside('lsns', '--type', 'net', '--noheadings', '--raw', '--output', 'PID');
  const outputs: string[] = [];
  for (const pid of stdout.split('\n').filter(line => /^\d+$/.test(line))) {
    outputs.push((await inside('nsenter', `--net=/proc/${pid}/ns/net`, ...command)).stdout);
  }
  return outputs;
}

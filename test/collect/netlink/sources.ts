// Reads the sockets of the network namespace it runs in by netlink, by procfs and by ss(8), in turns, and prints as
// JSON how they differ over those that stood still.
import {execFileSync} from 'node:child_process';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';
import type {Endpoint, Socket} from '../../../source/domain/socket.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';

/** `existing` names each socket; `lines` has the same names with the queues of the moment. */
type Reading = {readonly existing: readonly string[]; readonly lines: readonly string[]};

/**
 * The result of a round: sockets (with queues) that stood still, and what one source had of them and another had not.
 */
export type Round = {readonly still: readonly string[]; readonly differences: readonly string[]};

const end = (at: Endpoint | null): string => (at === null ? '*' : `${at.address} ${at.port}`);

const nameOf = ({protocol, family, state, local, peer, inode}: Socket): string =>
  `${protocol}${family} ${state} ${end(local)} > ${end(peer)} inode ${inode}`;

// Only sock_diag has the backlog of a listener, so procfs and netlink are compared without.
const lineOf = (socket: Socket): string =>
  `${nameOf(socket)} queues ${socket.recvQueue} ${socket.state === 'LISTEN' ? '' : socket.sendQueue}`;

const reading = (sockets: readonly Socket[]): Reading => ({existing: sockets.map(nameOf), lines: sockets.map(lineOf)});

const statesOfSs: Readonly<Record<string, string>> = {
  ESTAB: 'ESTABLISHED',
  'FIN-WAIT-1': 'FIN_WAIT1',
  'FIN-WAIT-2': 'FIN_WAIT2',
};

function readSs(): Reading & {readonly full: ReadonlySet<string>} {
  const text = execFileSync('ss', ['-HOtunae'], {
    encoding: 'utf8',
    env: {...process.env, LC_ALL: 'C'},
    stdio: ['ignore', 'pipe', 'ignore'],
    // On a busy machine many thousand connections come and go, and stay in TIME_WAIT for a minute.
    maxBuffer: 1 << 28,
  });
  const rows = text
    .split('\n')
    .filter(line => line !== '')
    .map(parseSs);
  return {
    existing: rows.map(row => row.name),
    lines: rows.map(row => row.line),
    full: new Set(rows.map(row => row.full)),
  };
}

/** A line of `ss -HOtunae`: state, queues, ends, and extended facts such as `ino:109083 sk:cbae`. */
function parseSs(line: string) {
  const [protocol, printed = '', recvQueue, sendQueue, local = '', peer = ''] = line.split(/\s+/);
  const state = statesOfSs[printed] ?? printed.replace('-', '_');
  const [here, there] = [parseEnd(local), parseEnd(peer)];
  const inode = Number(line.match(/ ino:(\d+)/)?.[1] ?? 0) || null;
  const peerText = there.port === '*' ? '*' : there.text;
  const name = `${protocol}${here.family} ${state} ${here.text} > ${peerText} inode ${inode}`;
  const cookie = BigInt.asIntN(64, BigInt(`0x${line.match(/ sk:([\da-f]+)/)?.[1] ?? 0}`));
  const user = line.match(/ uid:(\d+)/)?.[1] ?? 0;
  return {
    name,
    line: `${name} queues ${recvQueue} ${state === 'LISTEN' ? '' : sendQueue}`,
    full: `${protocol}${here.family} cookie ${cookie} ${here.device} queues ${recvQueue} ${sendQueue} ${user}`,
  };
}

/**
 * Ends are printed as `127.0.0.1:22`, `0.0.0.0%veth0:68`, `[fe80::5]%veth0:9999`, or `*:8443` where both IP versions
 * are meant.
 */
function parseEnd(printed: string) {
  const colon = printed.lastIndexOf(':');
  const port = printed.slice(colon + 1);
  const [bare = '', device = ''] = printed.slice(0, colon).replace(/[[\]]/g, '').split('%');
  const address = bare === '*' ? '::' : bare;
  return {family: address.includes(':') ? 6 : 4, device, port, text: `${address} ${port}`};
}

const fullOf = (socket: Socket): string =>
  `${socket.key} ${socket.local.interface ?? ''} queues ${socket.recvQueue} ${socket.sendQueue} ${socket.uid ?? 0}`;

/** Bound, and neither listening nor connected: procfs does not show them, nor does ss before iproute2 6.8. */
const isBoundOnly = ({protocol, state}: Socket): boolean => protocol === 'tcp' && state === 'CLOSE';

/**
 * The listener through which all connections of scene.py come: its queue may move and be empty again between two polls.
 */
const isBusy = ({state, local}: Socket): boolean => state === 'LISTEN' && local.port === 8081;

// Owners are not compared: without processes the other sockets of the host cost nothing.
const files: Files = {...realFiles, list: path => (path === '/proc' ? [] : realFiles.list(path))};
const netlink = await openNetlink({files, netns: 'host'});
const procfs = await openProcfs({files, netns: 'host'});
const readNetlink = async (): Promise<readonly Socket[]> =>
  (await netlink.poll()).sockets.filter(socket => !isBoundOnly(socket));

async function round(): Promise<Round> {
  const before = await readNetlink();
  const [procfs1, ss1] = [reading((await procfs.poll()).sockets), readSs()];
  const between = reading(await readNetlink());
  const [procfs2, ss2] = [reading((await procfs.poll()).sockets), readSs()];
  const after = new Set(await readNetlink());
  const differences: string[] = [];
  const demand = (of: string, wanted: readonly string[], inside: string, present: Iterable<string>): void => {
    const found = new Set(present);
    for (const line of wanted) if (!found.has(line)) differences.push(`of ${of} and not of ${inside}: ${line}`);
  };
  // An object that is the same after the round is a socket of which nothing moved, its counters included.
  const still = before.filter(socket => after.has(socket) && !isBusy(socket));
  demand('netlink', still.map(lineOf), 'procfs', procfs1.lines);
  demand('netlink', still.map(lineOf), 'procfs', procfs2.lines);
  demand('netlink', still.map(lineOf), 'ss', ss1.lines);
  demand('netlink', still.map(fullOf), 'ss with cookies', ss2.full);
  // A socket that another source shows before and after must be there in between.
  const both = (first: Reading, second: Reading): readonly string[] => {
    const still = new Set(second.existing);
    return first.existing.filter(name => still.has(name));
  };
  demand('procfs', both(procfs1, procfs2), 'netlink', between.existing);
  demand('ss', both(ss1, ss2), 'netlink', between.existing);
  return {still: still.map(lineOf), differences};
}

/**
 * Milliseconds, half of TIME_WAIT (TCP_TIMEWAIT_LEN of include/net/tcp.h): in a longer round a socket may end, and
 * another one with its ports come to the same state.
 */
const longestRound = 30_000;

const rounds: Round[] = [];
while (rounds.length < 6) {
  const start = performance.now();
  const found = await round();
  if (performance.now() - start < longestRound) rounds.push(found);
}
process.stdout.write(JSON.stringify(rounds));

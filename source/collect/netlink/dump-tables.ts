import {getSystemErrorName} from 'node:util';
import type {Problem} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import type {NetlinkLibrary} from '../../linux/netlink-channel.ts';
import type {TablesInUse} from '../../linux/socket-counts.ts';
import {counted} from '../count-words.ts';
import {createTimeSlices} from '../time-slices.ts';
import {createBoundPace} from './bound-pace.ts';
import {describe, type Names} from './describe.ts';
import {type Dumped, dump, maxRepeats} from './dump.ts';
import {allStates, boundStates, dumpRequest, noStates, type TableId} from './request.ts';
import {type CachedSocket, type Change, createSocketCache, type SocketCache} from './socket-cache.ts';

/** The sockets of all tables in one poll. */
export type Found = {
  readonly cached: readonly CachedSocket[];
  readonly change: Change;
  readonly problems: readonly Problem[];
};

/** A dump, by its name in messages. */
export type Table = TableId & {readonly name: string; readonly states: number};

// The kernel sends no datagram of a dump that is longer than 32 KiB (net/netlink/af_netlink.c, netlink_recvmsg).
const bufferSize = 1 << 20;
/** Milliseconds of reading after which the event loop has its turn. */
const readSlice = 8;
/** Sockets from which on the kernel looks through them for longer than a key may wait. */
const manySockets = 20_000;

const udp: readonly Table[] = [
  {protocol: 'udp', family: 4, name: 'UDP over IPv4', states: allStates},
  {protocol: 'udp', family: 6, name: 'UDP over IPv6', states: allStates},
];

// Bound sockets come after the others of TCP, so that a socket that begins to listen meanwhile is not in both.
const together: readonly Table[] = [
  {protocol: 'tcp', family: 'both', name: 'TCP', states: allStates},
  ...udp,
  {protocol: 'tcp', family: 'both', name: 'bound TCP', states: boundStates},
];

/** Where the kernel does not dump both versions of IP at once. */
const apart: readonly Table[] = [
  {protocol: 'tcp', family: 4, name: 'TCP over IPv4', states: allStates},
  {protocol: 'tcp', family: 6, name: 'TCP over IPv6', states: allStates},
  ...udp,
  {protocol: 'tcp', family: 4, name: 'bound TCP over IPv4', states: boundStates},
  {protocol: 'tcp', family: 6, name: 'bound TCP over IPv6', states: boundStates},
];

/** Opens a channel for sock_diag in the network namespace of the tables, or returns the errno. */
type Open = NetlinkLibrary['open'];

/** Takes one datagram. All dumps share it, since polls never overlap. */
const view = new DataView(new ArrayBuffer(bufferSize));

/**
 * The tables that the kernel dumps in this program's own network namespace: with both versions of IP at once where it
 * does so, which halves its work. Rejects with a short reason where a table is refused.
 */
export async function findTables(open: Open): Promise<readonly Table[]> {
  if ((await firstRefused(open, together)) === null) return together;
  const refused = await firstRefused(open, apart);
  if (refused !== null) throw new Error(`sock_diag refuses ${refused.table.name} (${codeOf(refused.errno)})`);
  return apart;
}

async function firstRefused(open: Open, tables: readonly Table[]): Promise<{table: Table; errno: number} | null> {
  const nobody = {begin: () => {}, onSocket: () => {}};
  for (const table of tables) {
    const request = (sequence: number): Uint8Array => dumpRequest(table, noStates, sequence);
    const {errno} = await dump(open, request, view, nobody, createTimeSlices(readSlice));
    if (errno !== 0) return {table, errno};
  }
  return null;
}

const isBound = ({states}: Table): boolean => states === boundStates;

/** How many channels one reading of the tables opens, but for the ones of bound sockets. */
export const countChannels = (tables: readonly Table[]): number => tables.filter(table => !isBound(table)).length;

const isInUse = ({protocol, family}: Table, {[protocol]: inUse}: TablesInUse): boolean =>
  family === 'both' ? inUse[4] || inUse[6] : inUse[family];

/**
 * A function that reads the tables of one network namespace once more at each call. It rejects with a short reason
 * where a table could not be read whole: sockets that it lacks would look closed. A table that is not `inUse` is
 * passed over. `isQuick` leaves bound sockets out: the kernel looks for them among all of the machine. Calls must not
 * overlap, also not with calls for other namespaces. Linear in the sockets of the tables.
 */
export function createTables(
  tables: readonly Table[],
  names: Names,
): (open: Open, inUse?: TablesInUse, isQuick?: boolean) => Promise<Found> {
  const caches = tables.map(table => ({
    table,
    cache: createSocketCache((sample, cookie, known) => describe(table.protocol, sample, cookie, names, known)),
  }));
  const boundPace = createBoundPace();
  let before: readonly ReturnType<SocketCache['finish']>[] = [];
  let cached: readonly CachedSocket[] = [];
  return async (open, inUse, isQuick = false) => {
    const slices = createTimeSlices(readSlice);
    const problems: Problem[] = [];
    const isDue = !isQuick && boundPace.next(caches.some(({table}, at) => isBound(table) && before[at]?.cached.length));
    for (const {table, cache} of caches) {
      // A cache that is not read keeps its sockets.
      if (isBound(table) && !isDue) continue;
      if (!isBound(table) && inUse && !isInUse(table, inUse)) {
        cache.begin();
        continue;
      }
      const request = (sequence: number): Uint8Array => dumpRequest(table, table.states, sequence);
      const isLong = caches.some(each => each.cache.size() > manySockets);
      const startedAt = performance.now();
      const dumped = await dump(open, request, view, cache, slices, isLong);
      if (isBound(table)) boundPace.took(performance.now() - startedAt);
      if (dumped.errno !== 0) throw new Error(`sock_diag failed for ${table.name} (${codeOf(dumped.errno)})`);
      problems.push(...problemsOf(table, dumped, cache.unreadable()));
    }
    const parts = caches.map(({cache}) => cache.finish());
    const change = greatest(parts.map(part => part.change));
    const isSameList = parts.every((part, index) => part.cached === before[index]?.cached);
    if (!isSameList) cached = parts.flatMap(part => part.cached);
    before = parts;
    return {cached, change, problems};
  };
}

/** The greatest of some changes. */
export const greatest = (changes: readonly Change[]): Change =>
  changes.includes('sockets') ? 'sockets' : changes.includes('counters') ? 'counters' : 'nothing';

const codeOf = (errno: number): string => getSystemErrorName(-errno);

function problemsOf(table: Table, {interrupted, unreadable}: Dumped, unreadableSockets: number): Problem[] {
  const problems: Problem[] = [];
  if (interrupted) {
    const text = trusted(`${table.name} changed during each of ${maxRepeats + 1} reads: sockets may be missing`);
    problems.push({kind: 'table-interrupted', count: 1, text});
  }
  const count = unreadable + unreadableSockets;
  if (count > 0) {
    const text = trusted(`${counted(count, 'message', 'messages')} of ${table.name} could not be read`);
    problems.push({kind: 'messages-unreadable', count, text});
  }
  return problems;
}

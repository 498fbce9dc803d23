import {constants, endianness} from 'node:os';
import type {NetworkSettings, OtherNetwork} from '../../domain/evidence.ts';
import {unknown} from '../../domain/known.ts';
import type {WhyUnreadNamespace} from '../../domain/snapshot.ts';
import type {Netns} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {Channel, NetlinkLibrary} from '../../linux/netlink-channel.ts';
import type {Files} from '../../linux/proc-files.ts';
import {socketsIn, type TablesInUse, tablesInUse} from '../../linux/socket-counts.ts';
import {readNetworkSettings} from '../../linux/sysctls.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import {readItsNameServers} from '../namespaces/its-name-servers.ts';
import {readByProcess} from '../procfs/read-by-process.ts';
import {readAtOnce, readRawTables} from '../procfs/read-tables.ts';
import {countChannels, createTables, type Found, type Table} from './dump-tables.ts';
import {createInterfaceNames} from './interface-names.ts';
import {createEnter, type Enter, isGone, readTextIn, tablesInside} from './namespace-entry.ts';
import {createProcfsSockets, type ProcfsSockets} from './procfs-sockets.ts';

/** The sockets of one network namespace in one poll, by the source that has them: sock_diag or procfs. */
export type NamespacePart = {readonly found: Found; readonly files: ProcfsSockets};

/** A namespace without sockets, or gone since it was found, or not readable for a reason. */
type NoPart = 'empty' | 'gone' | WhyUnreadNamespace;

/** Reads one namespace once more at each call. Never rejects. */
export type NamespaceReader = {
  readonly read: (namespace: FoundNamespace) => Promise<NamespacePart | NoPart>;
  readonly enter: Enter;
  /** The network settings, as of the last reading of them; null before one. */
  readonly settings: () => OtherNetwork | null;
};

export type ReaderOptions = {
  readonly library: NetlinkLibrary;
  /** The tables that the kernel dumps. */
  readonly tables: readonly Table[];
  readonly userName: (uid: number) => Clean;
  readonly proc: string;
  readonly files: Files;
  readonly refusal: 'needs-root' | 'refused';
};

const {EMFILE, ENFILE, EPERM} = constants.errno;
/** Milliseconds. */
const settingsAge = 30_000;
const noSettings: NetworkSettings = {routeLocalnet: unknown('not-collected'), ephemeralPorts: unknown('not-collected')};
const noSockets: Found = {cached: [], change: 'nothing', problems: []};

/**
 * Enters the namespace for one synchronous call, in which the channels for its tables are opened, and closes them at
 * the end: an open channel keeps a namespace alive. Where it may not be entered, reads its tables in procfs, by a
 * process in it.
 */
export function createNamespaceReader(netns: Netns, options: ReaderOptions): NamespaceReader {
  const {library, tables, userName, proc, files, refusal} = options;
  let current: {readonly namespace: FoundNamespace; readonly enter: Enter} | null = null;
  let settings: OtherNetwork | null = null;
  let settingsReadAt = Number.NEGATIVE_INFINITY;
  const enter: Enter = work => current?.enter(work) ?? EPERM;
  const interfaceName = (index: number): Uint8Array | null => {
    const name = enter(() => ({bytes: library.interfaceName(index)}));
    return typeof name === 'number' ? null : name.bytes;
  };
  const readTextInside = readTextIn(enter);
  const dump = createTables(tables, {device: createInterfaceNames(interfaceName), user: userName, netns});
  const raw = createProcfsSockets(userName, () => readRawTables(tablesInside, endianness(), readTextInside), netns);
  const all = createProcfsSockets(
    userName,
    () => (current ? readByProcess(current.namespace, proc, endianness()) : Promise.reject(new Error('not found'))),
    netns,
  );

  /** Reads its settings within the namespace, and files by its members from outside. */
  const readSettings = (namespace: FoundNamespace): void => {
    const now = performance.now();
    if (now - settingsReadAt < settingsAge) return;
    settingsReadAt = now;
    const network = enter(() => readNetworkSettings(proc));
    const itsNameServers = readItsNameServers(namespace, proc, files);
    settings = {...(typeof network === 'number' ? noSettings : network), itsNameServers};
  };

  const readInside = async ({channels, inUse}: Opened): Promise<NamespacePart | NoPart> => {
    let isLost = false;
    const open = (): Channel | number => channels.pop() ?? openInside();
    const openInside = (): Channel | number => {
      const opened = enter(() => ({channel: library.open()}));
      if (typeof opened === 'object') return opened.channel;
      isLost = isGone(opened);
      return opened;
    };
    try {
      const found = await dump(open, inUse);
      await raw.read();
      return {found, files: raw};
    } catch {
      return isLost ? 'gone' : 'failed';
    } finally {
      for (const channel of channels) channel.close();
    }
  };

  const readBeside = async (): Promise<NamespacePart | NoPart> => {
    try {
      await all.read();
      return {found: noSockets, files: all};
    } catch {
      return refusal;
    }
  };

  return {
    enter,
    settings: () => settings,
    async read(namespace) {
      if (current?.namespace !== namespace) {
        current = {namespace, enter: createEnter(library.enterNamespace, namespace)};
      }
      const opened = enter(() => {
        const four = textOf('sockstat');
        if (isEmpty(four)) return nothing;
        return {channels: openAll(library.open, countChannels(tables)), inUse: tablesInUse(four, textOf('sockstat6'))};
      });
      if (opened === nothing) return 'empty';
      if (typeof opened === 'number' && isGone(opened)) return 'gone';
      readSettings(namespace);
      if (typeof opened === 'object') return readInside(opened);
      return opened === EMFILE || opened === ENFILE ? 'failed' : readBeside();
    },
  };
}

/** Channels for the tables of a namespace, and the tables to read. */
type Opened = {readonly channels: Channel[]; readonly inUse: TablesInUse};

const nothing: Opened = {channels: [], inUse: tablesInUse('', '')};

/** A file of /proc/net, of the namespace in which this thread is; empty where it cannot be read. */
function textOf(name: string): string {
  const text = readAtOnce(`${tablesInside}/${name}`);
  return typeof text === 'string' ? text : '';
}

/** Whether a namespace has no socket, by its `sockstat`: `used` has all that processes made (net/socket.c). */
const isEmpty = (sockstat: string): boolean => /^sockets: used 0$/m.test(sockstat) && socketsIn(sockstat) === 0;

function openAll(open: NetlinkLibrary['open'], wanted: number): Channel[] {
  const channels: Channel[] = [];
  for (let count = 0; count < wanted; count++) {
    const channel = open();
    if (typeof channel === 'object') channels.push(channel);
  }
  return channels;
}

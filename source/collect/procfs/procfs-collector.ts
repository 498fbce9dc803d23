import {constants} from 'node:fs';
import {access, readFile} from 'node:fs/promises';
import {endianness, hostname} from 'node:os';
import {errorCode} from '../../domain/error-code.ts';
import type {Collector, Snapshot} from '../../domain/snapshot.ts';
import {sanitize} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {createFindNamespaces} from '../namespaces/find-namespaces.ts';
import {createHeldNamespaces} from '../namespaces/held-namespaces.ts';
import {openWith} from '../owners/descriptors.ts';
import {createOwnerIndex, type OwnerOptions, pendingOwners} from '../owners/owner-index.ts';
import {createUsers} from '../owners/users.ts';
import {createReuseRows} from '../reuse-sockets.ts';
import {keySockets} from '../socket-key.ts';
import type {SocketRow} from '../socket-row.ts';
import type {Endianness} from './decode-address.ts';
import {withLinkLocalDevices} from './link-local.ts';
import {readOtherNamespaces} from './read-other-namespaces.ts';
import {readTables} from './read-tables.ts';

/** `proc` is the mount point of procfs, `now` the clock in milliseconds since the epoch. */
type ProcfsOptions = OwnerOptions & {
  readonly endianness?: Endianness;
  readonly now?: () => number;
  /** Network namespaces to read; absent: all. */
  readonly netns?: 'all' | 'host';
};

/**
 * The collector that reads /proc/net (proc(5)). Rejects with a short reason where /proc/net/tcp cannot be read. Linear
 * in the sockets; `owners/readme.md` has the cost of their owners.
 */
export async function openProcfs(options: ProcfsOptions = {}): Promise<Collector> {
  const {proc = '/proc', users = createUsers(), now = Date.now} = options;
  const order = options.endianness ?? endianness();
  const directory = `${proc}/net`;
  await access(`${directory}/tcp`, constants.R_OK).catch((error: unknown) => {
    throw new Error(`${directory}/tcp cannot be read (${errorCode(error) ?? 'error'})`);
  });
  const {files = safeFiles} = options;
  const heldNamespaces = createHeldNamespaces(files, proc);
  const owners = createOwnerIndex({openDescriptors: openWith(files, heldNamespaces.note), ...options, users});
  const reuseRows = createReuseRows(users.name);
  const findNamespaces =
    options.netns === 'host' ? null : createFindNamespaces({files, proc, heldNamespaces: heldNamespaces.byInode});
  let isFirst = true;

  type Read = Pick<Snapshot, 'problems' | 'namespaces' | 'otherCounts'> & {
    readonly rows: ReadonlyMap<string, SocketRow>;
  };
  const read = async (): Promise<Read> => {
    const own = await readTables(directory, order);
    const devices = await readFile(`${directory}/if_inet6`, 'latin1').catch(() => '');
    const ownRows = withLinkLocalDevices(own.rows, devices);
    if (findNamespaces === null) return {rows: keySockets(ownRows), problems: own.problems};
    const others = await readOtherNamespaces(await findNamespaces(), proc, order);
    return {
      rows: keySockets([...ownRows, ...others.rows]),
      problems: [...own.problems, ...others.problems],
      namespaces: others.counts,
      otherCounts: others.otherCounts,
    };
  };

  type Taken = Pick<Snapshot, 'sockets' | 'problems' | 'heldFamilies' | 'namespaces' | 'otherCounts'>;
  const timed = async (take: (at: number) => Promise<Taken>): Promise<Snapshot> => {
    const takenAt = now();
    const start = performance.now();
    users.refresh();
    const taken = await take(takenAt);
    return {takenAt, took: performance.now() - start, host: sanitize(hostname()), source: 'procfs', ...taken};
  };

  return {
    id: 'procfs',
    poll: () =>
      timed(async at => {
        let {rows, ...facts} = await read();
        let found = await owners.resolve([...rows.values()], at);
        // The first poll may be the only one, so it looks at once for holders and namespaces that it missed.
        if (isFirst && (found.unresolved > 0 || heldNamespaces.hasNew())) {
          ({rows, ...facts} = await read());
          found = await owners.resolve([...rows.values()], at);
        }
        isFirst = false;
        return {
          ...facts,
          sockets: reuseRows(rows, found.owners),
          problems: [...facts.problems, ...found.problems],
          heldFamilies: found.families ?? [],
        };
      }),
    quickSnapshot: () =>
      timed(async () => {
        const {rows, ...facts} = await read();
        return {...facts, sockets: reuseRows(rows, pendingOwners([...rows.values()]))};
      }),
    close() {},
  };
}

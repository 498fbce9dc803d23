import {constants} from 'node:fs';
import {access, readFile} from 'node:fs/promises';
import {endianness, hostname} from 'node:os';
import {errorCode} from '../../domain/error-code.ts';
import type {Collector, Snapshot} from '../../domain/snapshot.ts';
import {sanitize} from '../../domain/text.ts';
import {createOwnerIndex, type OwnerOptions, pendingOwners} from '../owners/owner-index.ts';
import {createUsers} from '../owners/users.ts';
import {createReuseRows} from '../reuse-sockets.ts';
import {keySockets} from '../socket-key.ts';
import type {SocketRow} from '../socket-row.ts';
import type {Endianness} from './decode-address.ts';
import {withLinkLocalDevices} from './link-local.ts';
import {readTables} from './read-tables.ts';

/** `proc` is the mount point of procfs, `now` the clock in milliseconds since the epoch. */
type ProcfsOptions = OwnerOptions & {
  readonly endianness?: Endianness;
  readonly now?: () => number;
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
  const owners = createOwnerIndex({...options, users});
  const reuseRows = createReuseRows(users.name);
  let isFirst = true;

  const read = async (): Promise<{rows: ReadonlyMap<string, SocketRow>; problems: Snapshot['problems']}> => {
    const {rows, problems} = await readTables(directory, order);
    const devices = await readFile(`${directory}/if_inet6`, 'latin1').catch(() => '');
    return {rows: keySockets(withLinkLocalDevices(rows, devices)), problems};
  };

  type Taken = Pick<Snapshot, 'sockets' | 'problems' | 'heldFamilies'>;
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
        let {rows, problems} = await read();
        let found = await owners.resolve([...rows.values()], at);
        // The first poll may be the only one, so it resolves at once the owners that it did not find.
        if (isFirst && found.unresolved > 0) {
          ({rows, problems} = await read());
          found = await owners.resolve([...rows.values()], at);
        }
        isFirst = false;
        return {
          sockets: reuseRows(rows, found.owners),
          problems: [...problems, ...found.problems],
          heldFamilies: found.families ?? [],
        };
      }),
    quickSnapshot: () =>
      timed(async () => {
        const {rows, problems} = await read();
        return {sockets: reuseRows(rows, pendingOwners([...rows.values()])), problems};
      }),
    close() {},
  };
}

import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {hostname} from 'node:os';
import {delimiter, join} from 'node:path';
import {env, platform} from 'node:process';
import {unknown} from '../../domain/known.ts';
import type {Collector, Problem} from '../../domain/snapshot.ts';
import type {Owner} from '../../domain/socket.ts';
import {sanitize, trusted} from '../../domain/text.ts';
import {withinTime} from '../../system/within-time.ts';
import {counted} from '../count-words.ts';
import {createReuseRows} from '../reuse-sockets.ts';
import {keySockets} from '../socket-key.ts';
import type {SocketRow} from '../socket-row.ts';
import {loadPackage} from './load-package.ts';
import {createNamedOwners} from './named-owners.ts';
import {type Connection, type ParsedConnections, parseConnections} from './parse-connections.ts';

/** The connections of this host; replaced in tests. */
type ReadConnections = () => Promise<readonly Connection[]>;

/** Milliseconds. */
const pollLimit = 30_000;

/**
 * The collector of last resort: the output of netstat or ss, read by the package systeminformation. Rejects with a
 * short reason where neither is installed, which for the package looks like a host without sockets.
 */
export async function openSysteminformation(read: ReadConnections = readConnections): Promise<Collector> {
  if (read === readConnections) await requireTool();
  const owners = createNamedOwners();
  const reuseRows = createReuseRows(uid => trusted(String(uid)));
  return {
    id: 'systeminformation',
    async poll() {
      const takenAt = Date.now();
      const start = performance.now();
      const parsed = parseConnections(await withinTime(read(), pollLimit));
      const ownerOf = new Map<SocketRow, Owner>();
      for (const {row, pid, program} of parsed.sockets) {
        ownerOf.set(row, row.state === 'TIME_WAIT' ? unknown('closing') : owners.owner(pid, program));
      }
      owners.forgetUnused();
      const rows = keySockets(parsed.sockets.map(({row}) => row));
      const sockets = reuseRows(
        rows,
        [...rows.values()].map(row => ownerOf.get(row) ?? unknown('not-collected')),
      );
      const took = performance.now() - start;
      return {
        takenAt,
        took,
        host: sanitize(hostname()),
        source: 'systeminformation',
        sockets,
        problems: problemsOf(parsed),
      };
    },
    close() {},
  };
}

async function readConnections(): Promise<readonly Connection[]> {
  const {networkConnections} = await loadPackage();
  return networkConnections();
}

async function requireTool(): Promise<void> {
  if (platform === 'win32' || platform === 'darwin') return;
  const directories = (env.PATH ?? '').split(delimiter).filter(directory => directory !== '');
  const found = directories.flatMap(directory =>
    ['netstat', 'ss'].map(tool => access(join(directory, tool), constants.X_OK)),
  );
  await Promise.any(found).catch(() => {
    throw new Error('neither netstat nor ss is installed');
  });
}

function problemsOf({sockets, unreadable, cutAddresses}: ParsedConnections): Problem[] {
  const problems: Problem[] = [
    {kind: 'source-limits', count: 0, text: trusted('queues, users and executables are not reported by this source')},
  ];
  const add = (kind: string, count: number, text: string): number => problems.push({kind, count, text: trusted(text)});
  if (platform !== 'win32' && platform !== 'darwin') {
    add('source-limits', 0, 'unconnected UDP sockets are not reported by this source');
    add('source-limits', 0, 'some closing connections and some owners are not reported by this source');
  }
  if (sockets.length === 0) add('source-empty', 0, 'no socket was reported; this source does so when it fails, too');
  if (unreadable > 0)
    add('lines-unreadable', unreadable, `${counted(unreadable, 'record', 'records')} could not be read`);
  if (cutAddresses > 0) {
    add(
      'addresses-cut',
      cutAddresses,
      `${counted(cutAddresses, 'address is', 'addresses are')} cut short by this source`,
    );
  }
  return problems;
}

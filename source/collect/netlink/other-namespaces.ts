import {constants} from 'node:os';
import type {OtherNetwork} from '../../domain/evidence.ts';
import type {NamespaceCounts, WhyUnreadNamespace} from '../../domain/snapshot.ts';
import type {Netns} from '../../domain/socket.ts';
import type {Channel} from '../../linux/netlink-channel.ts';
import type {FoundNamespace} from '../namespaces/find-namespaces.ts';
import {
  createNamespaceReader,
  type NamespacePart,
  type NamespaceReader,
  type ReaderOptions,
} from './namespace-reader.ts';

export type OtherNamespacesOptions = ReaderOptions & {readonly find: () => Promise<readonly FoundNamespace[]>};

/** The sockets of all network namespaces but our own. */
export type OtherNamespaces = {
  /**
   * Reads them once more, one after another. A namespace that cannot be read has no sockets, and is counted. Never
   * rejects. One without sockets costs about 30 µs; one that has some costs 500 µs where the kernel's table of
   * connections is large, since it walks the whole table for each namespace.
   */
  read(): Promise<void>;
  parts(): readonly NamespacePart[];
  counts(): NamespaceCounts;
  /** Network settings by the inode of the namespace. */
  settings(): ReadonlyMap<number, OtherNetwork>;
  /** Calls `open` in a namespace of the last reading. Returns its channel, or the errno. */
  openIn(netns: Netns, open: () => Channel | number): Channel | number;
};

export function createOtherNamespaces(options: OtherNamespacesOptions): OtherNamespaces {
  const {find} = options;
  let readers: ReadonlyMap<Netns, NamespaceReader> = new Map();
  let parts: readonly NamespacePart[] = [];
  let counts: NamespaceCounts = {found: 1, unread: []};

  return {
    async read() {
      const namespaces = await find();
      readers = new Map(
        namespaces.map(({netns}) => [netns, readers.get(netns) ?? createNamespaceReader(netns, options)]),
      );
      const read: NamespacePart[] = [];
      const unread = new Map<WhyUnreadNamespace, number>();
      let gone = 0;
      for (const namespace of namespaces) {
        const part = await readers.get(namespace.netns)?.read(namespace);
        if (typeof part === 'object') read.push(part);
        else if (part === 'gone') gone++;
        else if (part !== undefined && part !== 'empty') unread.set(part, (unread.get(part) ?? 0) + 1);
      }
      parts = read;
      counts = {
        found: namespaces.length - gone + 1,
        unread: [...unread].map(([why, count]) => ({why, count})),
      };
    },
    parts: () => parts,
    counts: () => counts,
    settings: () => new Map([...readers].flatMap(([{inode}, reader]) => settingsOf(inode, reader))),
    openIn(netns, open) {
      const opened = readers.get(netns)?.enter(() => ({channel: open()})) ?? constants.errno.ESRCH;
      return typeof opened === 'number' ? opened : opened.channel;
    },
  };
}

function settingsOf(inode: number, {settings}: NamespaceReader): readonly (readonly [number, OtherNetwork])[] {
  const read = settings();
  return read ? [[inode, read]] : [];
}

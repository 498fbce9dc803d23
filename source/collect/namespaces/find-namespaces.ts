import type {Netns} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import {createMountedNamespaces, type PathsByInode} from '../../linux/mounted-namespaces.ts';
import {namespaceInode} from '../../linux/namespace-inode.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createNameByMembers} from './name-by-members.ts';
import {createNamespaceNames} from './name-namespaces.ts';
import {createNamespaceMembers, type Member} from './namespace-members.ts';

/** A network namespace besides our own. */
export type FoundNamespace = {
  readonly netns: Netns;
  /**
   * Files of the namespace, by which it can be entered, one character a byte: mounts first, since processes end. Never
   * empty.
   */
  readonly paths: readonly string[];
  readonly members: readonly Member[];
};

export type FindOptions = {
  readonly files?: Files;
  readonly proc?: string;
  /** Namespaces that processes have open; absent: none are known. */
  readonly heldNamespaces?: () => PathsByInode;
  /** Name of a namespace by its members; null where they give it none. Replaced in tests. */
  readonly nameByMembers?: (members: readonly Member[]) => Clean | null;
  /** Milliseconds, never set back. */
  readonly now?: () => number;
  /** Whether a call may leave processes for the next ones, where there are many. */
  readonly inParts?: boolean;
};

const none: PathsByInode = new Map();

/**
 * Finds the network namespaces besides our own that have a process, a thread, or a file: a mount of nsfs, which
 * ip-netns(8) and container engines make, a link in /run/netns, or a descriptor. It misses namespaces that only a
 * socket holds open, and namespaces of processes that may not be read. A namespace that stays is the same object with
 * the same `netns`. A process that has changed its namespace since the last call may be found late. Linear in the
 * processes. Never throws.
 */
export function createFindNamespaces(options: FindOptions = {}): () => Promise<readonly FoundNamespace[]> {
  const {files = safeFiles, proc = '/proc', heldNamespaces = () => none, inParts = false} = options;
  const {nameByMembers = createNameByMembers(files, proc), now = performance.now.bind(performance)} = options;
  const members = createNamespaceMembers({files, proc, now, inParts});
  const mounted = createMountedNamespaces(files, proc);
  const names = createNamespaceNames(nameByMembers, now);
  let before: ReadonlyMap<number, FoundNamespace> = new Map();

  const ownInode = (): number | null => {
    const link = orFailure(() => ({target: files.link(`${proc}/self/ns/net`)}));
    return typeof link === 'string' ? null : namespaceInode(link.target);
  };

  return async () => {
    await members.read();
    const own = ownInode();
    const [byFile, byMember, byDescriptor] = [mounted(), members.byInode(own), heldNamespaces()];
    const inodes = new Set([...byFile.keys(), ...byMember.keys(), ...byDescriptor.keys()]);
    if (own !== null) inodes.delete(own);
    names.keep(inodes);
    const found = new Map<number, FoundNamespace>();
    for (const inode of inodes) {
      const points = byFile.get(inode) ?? [];
      const its = byMember.get(inode) ?? [];
      const paths = [...points, ...its.map(each => `${proc}/${each}/ns/net`), ...(byDescriptor.get(inode) ?? [])];
      const current = {netns: names.of(inode, points, its), paths, members: its};
      const last = before.get(inode);
      found.set(inode, last && isSame(last, current) ? last : current);
    }
    before = found;
    return [...found.values()];
  };
}

const isSame = (a: FoundNamespace, b: FoundNamespace): boolean =>
  a.netns === b.netns && a.paths.length === b.paths.length && a.paths.every((path, index) => path === b.paths[index]);

import type {PathsByInode} from '../../linux/mounted-namespaces.ts';
import {namespaceInode} from '../../linux/namespace-inode.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';

/** Network namespaces besides our own that processes have open, as `/proc/812/fd/5`: by that alone one may live on. */
export type HeldNamespaces = {
  /** Notes a descriptor that was read as `net:[inode]`. Constant time. */
  readonly note: (path: string, inode: number) => void;
  /** Paths that still lead to the namespace. Linear in the paths. Never throws. */
  readonly byInode: () => PathsByInode;
  /** Whether a namespace was noted since the last call of `byInode` that was not known to it. */
  readonly hasNew: () => boolean;
};

/** Namespaces, and paths of each, that are remembered. */
const maxNamespaces = 10_000;
const maxPaths = 4;

export function createHeldNamespaces(files: Files, proc: string): HeldNamespaces {
  const inodeAt = (path: string): number | null => {
    const link = orFailure(() => ({target: files.link(path)}));
    return typeof link === 'string' ? null : namespaceInode(link.target);
  };
  const own = inodeAt(`${proc}/self/ns/net`);
  const held = new Map<number, Set<string>>();
  let known: ReadonlySet<number> = new Set();
  return {
    note(path, inode) {
      if (inode === own) return;
      const paths = held.get(inode);
      if (paths && paths.size < maxPaths) paths.add(path);
      else if (!paths && held.size < maxNamespaces) held.set(inode, new Set([path]));
    },
    byInode() {
      for (const [inode, paths] of held) {
        for (const path of paths) if (inodeAt(path) !== inode) paths.delete(path);
        if (paths.size === 0) held.delete(inode);
      }
      known = new Set(held.keys());
      return new Map([...held].map(([inode, paths]) => [inode, [...paths]]));
    },
    hasNew: () => [...held.keys()].some(inode => !known.has(inode)),
  };
}

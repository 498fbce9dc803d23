import {parseMounts} from './mounts.ts';
import {namespaceInode} from './namespace-inode.ts';
import {type Files, orFailure} from './proc-files.ts';

/** Paths by the inode of the namespace to which they lead, one character a byte. */
export type PathsByInode = ReadonlyMap<number, readonly string[]>;

type NamespaceFile = {readonly inode: number; readonly path: string};

/** Bytes of /proc/self/mountinfo. */
const mountsLimit = 4 << 20;

/** The namespace of a process or thread. No other link of procfs is sure to lead to a namespace. */
const ofProcess = /^\/proc\/(?:\d+|self)(?:\/task\/\d+)?\/ns\/net$/;

/** Where ip-netns(8) looks for names. */
const namesDirectory = '/run/netns';
const inDirectory = /^\/(?:var\/)?run\/netns\//;

/** The name under which ip-netns(8) has the namespace of a file, one character a byte; null for any other file. */
export const nameOfFile = (path: string): string | null =>
  inDirectory.test(path) ? path.replace(inDirectory, '') : null;

/**
 * A function that finds the files of network namespaces: mounts of nsfs, and symbolic links in /run/netns, by which a
 * namespace that has a process is given a name. A file that something else covers is left out. Linear in the mounts.
 * Never throws.
 */
export function createMountedNamespaces(files: Files, proc: string): () => PathsByInode {
  let mountinfo: Buffer = Buffer.alloc(0);
  let mounts: readonly NamespaceFile[] = [];
  let points: ReadonlySet<string> = new Set();
  let mounted: PathsByInode = new Map();

  /** The inode of a file of nsfs, whose device is `nsfs`; null for any other file. */
  const inodeAt = (path: string, nsfs: string | null): number | null => {
    const found = orFailure(() => files.stat(Buffer.from(path, 'latin1')));
    const [device, inode] = typeof found === 'string' ? [] : found.id.split(':');
    return device === undefined || device !== nsfs ? null : Number(inode);
  };

  /** The inode of the namespace to which a symbolic link leads; null for any other file. */
  const inodeByLink = (path: string, nsfs: string | null): number | null => {
    const bytes = orFailure(() => files.linkBytes(Buffer.from(path, 'latin1')));
    if (typeof bytes === 'string') return null;
    const target = bytes.toString('latin1');
    if (!target.startsWith('/proc/')) return inodeAt(path, nsfs);
    const link = ofProcess.test(target) ? orFailure(() => ({text: files.link(target)})) : 'gone';
    return typeof link === 'string' ? null : namespaceInode(link.text);
  };

  const links = (nsfs: string | null): readonly NamespaceFile[] => {
    const names = orFailure(() => files.list(namesDirectory));
    if (typeof names === 'string') return [];
    const paths = names.map(name => `${namesDirectory}/${Buffer.from(name).toString('latin1')}`);
    return paths.flatMap(path => {
      const inode = points.has(path) ? null : inodeByLink(path, nsfs);
      return inode === null ? [] : {inode, path};
    });
  };

  return () => {
    const text = orFailure(() => files.read(`${proc}/self/mountinfo`, mountsLimit));
    const own = orFailure(() => files.stat(`${proc}/self/ns/net`));
    const nsfs = typeof own === 'string' ? null : (own.id.split(':')[0] ?? null);
    // Whether another mount covers a file is asked anew where any mount changed.
    if (typeof text === 'object' && !text.equals(mountinfo)) {
      mountinfo = text;
      mounts = mountsIn(text).filter(({inode, path}) => inodeAt(path, nsfs) === inode);
      points = new Set(mounts.map(({path}) => path));
      mounted = pathsOf(mounts);
    }
    const linked = links(nsfs);
    return linked.length === 0 ? mounted : pathsOf([...mounts, ...linked]);
  };
}

function pathsOf(files: readonly NamespaceFile[]): PathsByInode {
  const byInode = Map.groupBy(files, ({inode}) => inode);
  return new Map([...byInode].map(([inode, all]) => [inode, all.map(({path}) => path)]));
}

/** The mounts of network namespaces in the text of mountinfo. */
function mountsIn(text: Buffer): readonly NamespaceFile[] {
  const lines = text.toString('latin1').split('\n');
  return parseMounts(lines.filter(line => line.includes(' - nsfs ')).join('\n')).flatMap(({root, point}) => {
    const inode = namespaceInode(root);
    return inode === null ? [] : {inode, path: point};
  });
}

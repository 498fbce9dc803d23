import type {Netns} from '../../domain/socket.ts';
import {type Clean, cleanBytes, trusted} from '../../domain/text.ts';
import {nameOfFile} from '../../linux/mounted-namespaces.ts';
import type {Member} from './namespace-members.ts';

/** Names of network namespaces, each of one namespace alone. */
export type NamespaceNames = {
  /** The name of a namespace by its files, else by its members; the same object as long as the name stays. */
  readonly of: (inode: number, files: readonly string[], members: readonly Member[]) => Netns;
  /** Forgets all namespaces but these. */
  readonly keep: (inodes: ReadonlySet<number>) => void;
};

type Named = {readonly netns: Netns; readonly from: string; readonly askedAt: number};

/** The name that an engine of containers makes up for a file in /run/netns. */
const generated = /^(?:cni|netns)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Milliseconds until a name by members is asked for again: a process may come into its container after it started. */
const nameAge = 5000;

/**
 * `nameByMembers` names a namespace by its members; null where they give it none. `now` in milliseconds, never set
 * back.
 */
export function createNamespaceNames(
  nameByMembers: (members: readonly Member[]) => Clean | null,
  now: () => number,
): NamespaceNames {
  const names = new Map<number, Named>();
  /** The inode of the namespace that has a name. */
  const inodes = new Map<string, number>();

  const forget = (inode: number): void => {
    const name = names.get(inode)?.netns.name;
    if (name !== undefined && inodes.get(name) === inode) inodes.delete(name);
    names.delete(inode);
  };

  /** A name that another namespace has, or that looks like an inode, gets the inode behind it. */
  const distinct = (name: Clean | null, inode: number): Clean => {
    if (name === null) return trusted(`net:[${inode}]`);
    const other = inodes.get(name);
    const isTaken = (other !== undefined && other !== inode) || /^net:\[/.test(name);
    return isTaken ? trusted(`${name} net:[${inode}]`) : name;
  };

  return {
    of(inode, files, members) {
      const askedAt = now();
      const fileNames = files.flatMap(file => nameOfFile(file) ?? []);
      const given = fileNames.find(name => !generated.test(name));
      const from = given === undefined ? `by ${members.join()}` : `file ${given}`;
      const known = names.get(inode);
      const isFresh = given !== undefined || (known && askedAt - known.askedAt < nameAge);
      if (known?.from === from && isFresh) return known.netns;
      const fileName = given ?? fileNames[0];
      const byFile = fileName === undefined ? null : cleanBytes(Buffer.from(fileName, 'latin1'));
      const name = distinct(given === undefined ? (nameByMembers(members) ?? byFile) : byFile, inode);
      const netns = known?.netns.name === name ? known.netns : {name, inode};
      forget(inode);
      names.set(inode, {netns, from, askedAt});
      inodes.set(name, inode);
      return netns;
    },
    keep(kept) {
      for (const inode of [...names.keys()]) if (!kept.has(inode)) forget(inode);
    },
  };
}

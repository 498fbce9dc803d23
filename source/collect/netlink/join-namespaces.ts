import {type Found, greatest} from './dump-tables.ts';
import type {NamespacePart} from './namespace-reader.ts';
import type {OtherNamespaces} from './other-namespaces.ts';
import type {ProcfsSockets} from './procfs-sockets.ts';

/** The sockets of several network namespaces, in the shape of one. */
export type JoinedNamespaces = {
  /**
   * Reads all namespaces once more; `isQuick` leaves bound sockets of our own out. Rejects where the tables of our own
   * cannot be read.
   */
  read(isQuick?: boolean): Promise<Found>;
  /** The sockets of procfs that the last `read` found. */
  readonly files: Omit<ProcfsSockets, 'read' | 'counts'>;
};

/** Joins our own namespace, which `readOwn` and `ownFiles` read, with the others. Linear where any socket changed. */
export function joinNamespaces(
  readOwn: (isQuick?: boolean) => Promise<Found>,
  ownFiles: ProcfsSockets,
  others: OtherNamespaces,
): JoinedNamespaces {
  let parts: readonly NamespacePart[] = [];
  let isOther = false;
  let joined: Found = {cached: [], change: 'nothing', problems: []};
  const files = (): readonly ProcfsSockets[] => parts.map(part => part.files);

  return {
    async read(isQuick) {
      const found = await readOwn(isQuick);
      await ownFiles.read();
      await others.read();
      const before = parts;
      parts = [{found, files: ownFiles}, ...others.parts()];
      isOther = parts.length !== before.length || parts.some((part, index) => part.files !== before[index]?.files);
      const isSameList = !isOther && parts.every((part, index) => part.found.cached === before[index]?.found.cached);
      joined = {
        cached: isSameList ? joined.cached : join(parts),
        change: isOther ? 'sockets' : greatest(parts.map(part => part.found.change)),
        problems: parts.flatMap(part => part.found.problems),
      };
      return joined;
    },
    files: {
      changed: () => isOther || files().some(each => each.changed()),
      rows: () => files().flatMap(each => each.rows()),
      assignOwners(owners) {
        let at = 0;
        const changes = files().map(each => {
          const count = each.rows().length;
          at += count;
          return each.assignOwners(owners.slice(at - count, at));
        });
        return changes.includes(true);
      },
      sockets: () => files().flatMap(each => each.sockets()),
      problems: () => files().flatMap(each => each.problems()),
    },
  };
}

/** The very array of the first where it is the only one: on most hosts there is one namespace. */
function join(parts: readonly NamespacePart[]): Found['cached'] {
  const [first, ...rest] = parts;
  return rest.length === 0 && first ? first.found.cached : parts.flatMap(part => part.found.cached);
}

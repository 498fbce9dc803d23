import type {LocalFamily, ProtocolCounts, UnreadFamily} from '../../domain/snapshot.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import {socketsByProtocol} from '../../linux/socket-counts.ts';
import {familyOf, localFamilyOf} from '../families.ts';

/** Tables of /proc/net with sockets that no collector reads, and the number of their heading lines. */
const tables: readonly {readonly file: string; readonly name: Clean; readonly headings: number}[] = [
  {file: 'udplite', name: trusted('UDP-Lite'), headings: 1},
  {file: 'udplite6', name: trusted('UDP-Lite'), headings: 1},
  {file: 'sctp/eps', name: trusted('SCTP'), headings: 1},
  {file: 'sctp/assocs', name: trusted('SCTP'), headings: 1},
  {file: 'l2cap', name: trusted('Bluetooth'), headings: 1},
];

/** The sockets that are not shown: of networks, and of this machine alone. */
type NotShown = {
  readonly families: readonly Omit<UnreadFamily, 'holders'>[];
  readonly localFamilies: readonly LocalFamily[];
};

/**
 * Counts the sockets of families that are not shown. `read` returns the text of a file in /proc/net, "" where there is
 * none. /proc/net/protocols has the number of every protocol without a table of its own but vsock. `others` are the
 * numbers of other network namespaces.
 */
export async function unreadFamilies(
  read: (file: string) => Promise<string>,
  others: readonly ProtocolCounts[],
): Promise<NotShown> {
  const counts = new Map<Clean, number>();
  for (const {file, name, headings} of tables) {
    const lines = (await read(file)).split('\n').filter(line => line.trim() !== '');
    add(counts, name, Math.max(0, lines.length - headings));
  }
  const tabled = new Set(tables.map(({name}) => name));
  const localCounts = new Map<Clean, number>();
  const addAll = (protocols: ProtocolCounts, isLeft: (name: Clean) => boolean): void => {
    for (const [protocol, count] of protocols) {
      const name = familyOf(protocol);
      if (name !== null && !isLeft(name)) add(counts, name, count);
      const local = localFamilyOf(protocol);
      if (local !== null) add(localCounts, local, count);
    }
  };
  addAll(socketsByProtocol(await read('protocols')), name => tabled.has(name));
  for (const protocols of others) addAll(protocols, () => false);
  return {families: listed(counts), localFamilies: listed(localCounts)};
}

function add(counts: Map<Clean, number>, name: Clean, count: number): void {
  if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
}

const listed = (counts: ReadonlyMap<Clean, number>): readonly LocalFamily[] =>
  [...counts].map(([name, count]) => ({name, count}));

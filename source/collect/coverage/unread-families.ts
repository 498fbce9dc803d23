import type {UnreadFamily} from '../../domain/snapshot.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import {familyOf} from '../families.ts';

/** Tables of /proc/net with sockets that no collector reads, and the number of their heading lines. */
const tables: readonly {readonly file: string; readonly name: Clean; readonly headings: number}[] = [
  {file: 'udplite', name: trusted('UDP-Lite'), headings: 1},
  {file: 'udplite6', name: trusted('UDP-Lite'), headings: 1},
  {file: 'sctp/eps', name: trusted('SCTP'), headings: 1},
  {file: 'sctp/assocs', name: trusted('SCTP'), headings: 1},
  {file: 'l2cap', name: trusted('Bluetooth'), headings: 1},
];

/**
 * Counts the sockets of families that are not shown. `read` returns the text of a file in /proc/net, "" where there is
 * none. Of protocols without a table of their own /proc/net/protocols has the number, in the third column; of vsock it
 * has none.
 */
export async function unreadFamilies(
  read: (file: string) => Promise<string>,
): Promise<readonly Omit<UnreadFamily, 'holders'>[]> {
  const counts = new Map<Clean, number>();
  for (const {file, name, headings} of tables) {
    const lines = (await read(file)).split('\n').filter(line => line.trim() !== '');
    const count = Math.max(0, lines.length - headings);
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const tabled = new Set(tables.map(({name}) => name));
  for (const line of (await read('protocols')).split('\n').slice(1)) {
    const [protocol = '', , sockets = ''] = line.trim().split(/\s+/);
    const name = familyOf(protocol);
    const count = Number(sockets);
    if (name !== null && !tabled.has(name) && count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => ({name, count}));
}

/** Tables of /proc/net with sockets that no collector reads, and the number of their heading lines. */
const tables: readonly {readonly file: string; readonly name: string; readonly headings: number}[] = [
  {file: 'udplite', name: 'UDP-Lite', headings: 1},
  {file: 'udplite6', name: 'UDP-Lite', headings: 1},
  {file: 'sctp/eps', name: 'SCTP', headings: 1},
  {file: 'sctp/assocs', name: 'SCTP', headings: 1},
  {file: 'l2cap', name: 'Bluetooth', headings: 1},
];

type UnreadFamily = {readonly name: string; readonly count: number};

/**
 * Counts the sockets of families that are not shown. `read` returns the text of a file in /proc/net, "" where there is
 * none.
 */
export async function unreadFamilies(read: (file: string) => Promise<string>): Promise<readonly UnreadFamily[]> {
  const counts = new Map<string, number>();
  for (const {file, name, headings} of tables) {
    const lines = (await read(file)).split('\n').filter(line => line.trim() !== '');
    const count = Math.max(0, lines.length - headings);
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => ({name, count}));
}

/** Tables of /proc/net with sockets that no collector reads, and the number of their heading lines. */
const tables: readonly {readonly file: string; readonly name: string; readonly headings: number}[] = [
  {file: 'udplite', name: 'UDP-Lite', headings: 1},
  {file: 'udplite6', name: 'UDP-Lite', headings: 1},
  {file: 'sctp/eps', name: 'SCTP', headings: 1},
  {file: 'sctp/assocs', name: 'SCTP', headings: 1},
  {file: 'l2cap', name: 'Bluetooth', headings: 1},
  {file: 'icmp', name: 'ping', headings: 1},
  {file: 'icmp6', name: 'ping', headings: 1},
];

/**
 * Protocols without a table of their own. /proc/net/protocols has a line for each protocol, with the number of its
 * sockets in this namespace in the third column. The kernel counts no sockets of vsock there.
 */
const counted: readonly {readonly protocol: string; readonly name: string}[] = [{protocol: 'XDP', name: 'XDP'}];

type UnreadFamily = {readonly name: string; readonly count: number};

/**
 * Counts the sockets of families that no collector reads. `read` returns the text of a file in /proc/net, "" where
 * there is none.
 */
export async function unreadFamilies(read: (file: string) => Promise<string>): Promise<readonly UnreadFamily[]> {
  const counts = new Map<string, number>();
  for (const {file, name, headings} of tables) {
    const lines = (await read(file)).split('\n').filter(line => line.trim() !== '');
    const count = Math.max(0, lines.length - headings);
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const protocols = (await read('protocols')).split('\n').map(line => line.trim().split(/\s+/));
  for (const {protocol, name} of counted) {
    const count = Number(protocols.find(([first]) => first === protocol)?.[2] ?? 0);
    if (count > 0) counts.set(name, count);
  }
  return [...counts].map(([name, count]) => ({name, count}));
}

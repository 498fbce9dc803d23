/** A program that shows sockets, or processes, and how it is run beside portwatch. Nothing of it asks a name server. */
export type Peer = {
  /** As it is called in the table. */
  readonly name: string;
  /** The command to find on PATH. */
  readonly tool: string;
  /** Its live screen, at one refresh a second where it has such an option; null where it has none. */
  readonly live: readonly string[] | null;
  /** Whether its screen has a row, of which none is a heading; asked only where `live` is. */
  readonly shows: (lines: readonly string[]) => boolean;
  /** Moves its cursor one line on; null where it has none. */
  readonly key: string | null;
  /** All sockets once, as text and as JSON; null where it has no such output. */
  readonly once: readonly string[] | null;
  readonly json: readonly string[] | null;
  /** Why its figures are of less, or other, work. */
  readonly not: string;
};

const hasLine =
  (row: RegExp) =>
  (lines: readonly string[]): boolean =>
    lines.some(line => row.test(line));
const hasSocket = hasLine(/127\.0\.\d+\.\d+/);
const hasProcess = hasLine(/\broot\b/);

/** In the order of the columns. */
export const peerTable: readonly Peer[] = [
  {
    name: 'watch ss',
    tool: 'watch',
    live: ['watch', '-n1', 'ss', '-tunap'],
    shows: hasSocket,
    key: null,
    once: ['ss', '-Htunap'],
    json: null,
    not: 'no cursor; memory is without the ss that it starts each time; once is ss itself, so 1 × but for noise',
  },
  {
    name: 'snitch',
    tool: 'snitch',
    live: ['snitch', '-i', '1s', '--resolve-addrs=false'],
    shows: hasSocket,
    key: 'j',
    once: ['snitch', 'ls', '--plain', '--resolve-addrs=false'],
    json: ['snitch', 'json', '--resolve-addrs=false'],
    not: 'no verdicts',
  },
  {
    name: 'somo',
    tool: 'somo',
    live: null,
    shows: hasSocket,
    key: null,
    once: ['somo', '--no-config', '--no-pager'],
    json: ['somo', '--no-config', '--json'],
    not: 'no live screen; one process for each socket; no verdicts',
  },
  {
    name: 'prt',
    tool: 'prt',
    live: ['prt'],
    shows: hasSocket,
    key: 'j',
    once: ['prt', '--export', 'csv'],
    json: ['prt', '--export', 'json'],
    not: 'refreshes every two seconds, without an option for it; marks a few sockets, without a source',
  },
  {
    name: 'witr',
    tool: 'witr',
    live: ['witr'],
    shows: hasProcess,
    key: '\x1b[B',
    once: null,
    json: null,
    not: 'lists processes first, and ports in a second view; prints one process or port at a time; its own interval',
  },
  {
    name: 'rustnet',
    tool: 'rustnet',
    live: ['rustnet', '-i', 'lo', '-r', '1000', '--show-localhost', '--no-resolve-dns', '--no-geoip'],
    shows: hasSocket,
    key: 'j',
    once: null,
    json: null,
    not: 'reads packets: connections on which nothing is sent do not show, and those of this load stand still',
  },
  {
    name: 'htop',
    tool: 'htop',
    live: ['htop', '-d', '10'],
    shows: hasProcess,
    key: '\x1b[B',
    once: null,
    json: null,
    not: 'shows processes, no sockets',
  },
];

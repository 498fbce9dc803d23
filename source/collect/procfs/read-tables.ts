import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type {Problem} from '../../domain/snapshot.ts';
import {sanitize, trusted} from '../../domain/text.ts';
import {counted} from '../count-words.ts';
import type {SocketRow} from '../socket-row.ts';
import type {Endianness} from './decode-address.ts';
import {parseDeviceNames} from './device-names.ts';
import {parsePacketTable} from './parse-packet.ts';
import {type ParsedTable, parseTable} from './parse-table.ts';

/** What was read, and what could not be read. */
export type TablesRead = {readonly rows: readonly SocketRow[]; readonly problems: readonly Problem[]};

type Table = {
  readonly name: string;
  readonly family: 4 | 6 | null;
  readonly parse: (text: string, endianness: Endianness, directory: string) => ParsedTable | Promise<ParsedTable>;
};

const table = (name: string, protocol: 'tcp' | 'udp' | 'raw', family: 4 | 6): Table => ({
  name,
  family,
  parse: (text, endianness) => parseTable(text, {protocol, family}, endianness),
});

const portTables: readonly Table[] = [
  table('tcp', 'tcp', 4),
  table('tcp6', 'tcp', 6),
  table('udp', 'udp', 4),
  table('udp6', 'udp', 6),
];

const rawTables: readonly Table[] = [
  table('raw', 'raw', 4),
  table('raw6', 'raw', 6),
  {
    name: 'packet',
    family: null,
    parse: async (text, _endianness, directory) => {
      // The names are only needed where there are packet sockets, which is seldom.
      const names = text.includes('\n', text.indexOf('\n') + 1) ? await readDeviceNames(directory) : null;
      return parsePacketTable(text, index => names?.get(index) ?? null);
    },
  },
];

/** Rows of TCP, UDP, raw and packet sockets in `directory`, a /proc/net. Rejects when the first table, `tcp`, cannot be read. */
export async function readTables(directory: string, endianness: Endianness): Promise<TablesRead> {
  const [ports, raw] = [
    await read(portTables, directory, endianness, true, readAside),
    await readRawTables(directory, endianness),
  ];
  return {rows: [...ports.rows, ...raw.rows], problems: [...ports.problems, ...raw.problems]};
}

/** Rows of raw and packet sockets alone. A kernel that has no such sockets has no such tables. */
export const readRawTables = (directory: string, endianness: Endianness): Promise<TablesRead> =>
  read(rawTables, directory, endianness, false, readAtOnce);

/** The text of a file, or why there is none. */
type Read = (path: string) => Promise<string | NodeJS.ErrnoException> | string | NodeJS.ErrnoException;

const readAside: Read = path => readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => error);

/** Of a few lines, as a rule: a thread of its own would take five times as long. */
const readAtOnce: Read = path => {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
};

async function read(
  tables: readonly Table[],
  directory: string,
  endianness: Endianness,
  needsFirst: boolean,
  readText: Read,
): Promise<TablesRead> {
  const rows: (readonly SocketRow[])[] = [];
  const problems: Problem[] = [];
  let isWithoutIPv6 = false;
  for (const each of tables) {
    const path = `${directory}/${each.name}`;
    const text = await readText(path);
    if (typeof text === 'string') {
      const parsed = await each.parse(text, endianness, directory);
      rows.push(parsed.rows);
      if (parsed.unreadable > 0) problems.push(unreadableLines(path, parsed.unreadable));
    } else if (needsFirst && each === tables[0]) throw text;
    else if (text.code !== 'ENOENT') problems.push(unreadableTable(path, text.code ?? 'error'));
    else if (needsFirst && each.family === 6) isWithoutIPv6 = true;
    else if (needsFirst) problems.push(unreadableTable(path, text.code));
  }
  if (isWithoutIPv6) problems.push({kind: 'ipv6-absent', count: 0, text: trusted('IPv6 tables absent')});
  return {rows: rows.flat(), problems};
}

async function readDeviceNames(directory: string): Promise<ReturnType<typeof parseDeviceNames>> {
  const [ifInet6, devMcast] = await Promise.all(
    ['if_inet6', 'dev_mcast'].map(name => readFile(`${directory}/${name}`, 'latin1').catch(() => '')),
  );
  return parseDeviceNames(ifInet6 ?? '', devMcast ?? '');
}

const unreadableLines = (path: string, count: number): Problem => ({
  kind: 'lines-unreadable',
  count,
  text: sanitize(`${counted(count, 'line', 'lines')} of ${path} could not be read`),
});

const unreadableTable = (path: string, code: string): Problem => ({
  kind: 'table-unreadable',
  count: 1,
  text: sanitize(`${path} could not be read (${code})`),
});

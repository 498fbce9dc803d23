import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {errorCode} from '../../domain/error-code.ts';
import type {Problem, ProtocolCounts} from '../../domain/snapshot.ts';
import {sanitize, trusted} from '../../domain/text.ts';
import {socketsByProtocol} from '../../linux/socket-counts.ts';
import {counted} from '../count-words.ts';
import type {SocketRow} from '../socket-row.ts';
import type {Endianness} from './decode-address.ts';
import {parseDeviceNames} from './device-names.ts';
import {parsePacketTable} from './parse-packet.ts';
import {type ParsedTable, parseTable, type TableKind} from './parse-table.ts';

/** Rows of the tables that could be read, problems of the others, and the numbers of sockets of all protocols. */
export type TablesRead = {
  readonly rows: readonly SocketRow[];
  readonly problems: readonly Problem[];
  readonly counts: ProtocolCounts;
};

type Table = {
  readonly name: string;
  readonly parse: (
    text: string,
    endianness: Endianness,
    readBeside: (name: string) => Promise<string>,
  ) => ParsedTable | Promise<ParsedTable>;
  /** Meaning of a missing table: nothing, a kernel without IPv6, a problem, or no table of sockets at all. */
  readonly ifAbsent: 'nothing' | 'no-ipv6' | 'problem' | 'throw';
};

const table = (name: string, kind: TableKind, ifAbsent: Table['ifAbsent']): Table => ({
  name,
  ifAbsent,
  parse: (text, endianness) => parseTable(text, kind, endianness),
});

const portTables: readonly Table[] = [
  table('tcp', {protocol: 'tcp', family: 4}, 'throw'),
  table('tcp6', {protocol: 'tcp', family: 6}, 'no-ipv6'),
  table('udp', {protocol: 'udp', family: 4}, 'problem'),
  table('udp6', {protocol: 'udp', family: 6}, 'no-ipv6'),
];

/** A table with few lines as a rule, and the kernel's name for its protocol. */
type RawTable = Table & {readonly counted: string};

const rawTables: readonly RawTable[] = [
  {...table('raw', {protocol: 'raw', family: 4}, 'nothing'), counted: 'RAW'},
  {...table('raw6', {protocol: 'raw', family: 6}, 'nothing'), counted: 'RAWv6'},
  {...table('icmp', {protocol: 'icmp', family: 4}, 'nothing'), counted: 'PING'},
  {...table('icmp6', {protocol: 'icmp', family: 6}, 'nothing'), counted: 'PINGv6'},
  {
    name: 'packet',
    counted: 'PACKET',
    ifAbsent: 'nothing',
    parse: async (text, _endianness, readBeside) => {
      // The names are needed only where there are packet sockets, as on few hosts.
      const names = text.includes('\n', text.indexOf('\n') + 1) ? await readDeviceNames(readBeside) : null;
      return parsePacketTable(text, index => names?.get(index) ?? null);
    },
  },
];

/**
 * Rows of TCP, UDP, raw, ping and packet sockets in `directory`, a /proc/net. Rejects where the table `tcp` cannot be
 * read. Linear in the sockets.
 */
export async function readTables(directory: string, endianness: Endianness): Promise<TablesRead> {
  const ports = await read(portTables, directory, endianness, readInThread);
  const raw = await readRawTables(directory, endianness);
  return {rows: [...ports.rows, ...raw.rows], problems: [...ports.problems, ...raw.problems], counts: raw.counts};
}

/**
 * Rows of raw, ping and packet sockets alone. Of most hosts only the counts are read: a table whose protocol has no
 * socket is passed over. A kernel without such sockets has no such tables. `readText` reads the files of `directory`.
 */
export async function readRawTables(
  directory: string,
  endianness: Endianness,
  readText: ReadText = readAtOnce,
): Promise<TablesRead> {
  const text = await readText(`${directory}/protocols`);
  const counts = socketsByProtocol(typeof text === 'string' ? text : '');
  const inUse = rawTables.filter(({counted: protocol}) => counts.get(protocol) !== 0);
  return {...(await read(inUse, directory, endianness, readText)), counts};
}

type Rows = Omit<TablesRead, 'counts'>;

/** The text of a file, one character for each byte, or the error of reading it. */
export type ReadText = (path: string) => Promise<string | Error> | string | Error;

const readInThread: ReadText = path => readFile(path, 'latin1').catch((error: Error) => error);

/** For tables that usually have a few lines: a read in a thread would take five times as long. */
export function readAtOnce(path: string): string | Error {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    return error as Error;
  }
}

async function read(
  tables: readonly Table[],
  directory: string,
  endianness: Endianness,
  readText: ReadText,
): Promise<Rows> {
  const parts: Rows[] = [];
  for (const each of tables) parts.push(await readTable(each, directory, endianness, readText));
  const problems = parts.flatMap(part => part.problems);
  const others = problems.filter(problem => problem !== withoutIPv6);
  return {
    rows: parts.flatMap(part => part.rows),
    problems: others.length < problems.length ? [...others, withoutIPv6] : others,
  };
}

async function readTable(
  {name, parse, ifAbsent}: Table,
  directory: string,
  endianness: Endianness,
  readText: ReadText,
): Promise<Rows> {
  const path = `${directory}/${name}`;
  const text = await readText(path);
  if (typeof text !== 'string') return {rows: [], problems: problemsWithout(path, ifAbsent, text)};
  const readBeside = async (file: string): Promise<string> => {
    const found = await readText(`${directory}/${file}`);
    return typeof found === 'string' ? found : '';
  };
  const {rows, unreadable} = await parse(text, endianness, readBeside);
  return {rows, problems: unreadable > 0 ? [unreadableLines(path, unreadable)] : []};
}

function problemsWithout(path: string, ifAbsent: Table['ifAbsent'], error: Error): readonly Problem[] {
  if (ifAbsent === 'throw') throw error;
  const code = errorCode(error) ?? 'error';
  if (code === 'ENOENT' && ifAbsent === 'nothing') return [];
  return code === 'ENOENT' && ifAbsent === 'no-ipv6' ? [withoutIPv6] : [unreadableTable(path, code)];
}

const withoutIPv6: Problem = {kind: 'ipv6-absent', count: 0, text: trusted('IPv6 tables absent')};

async function readDeviceNames(read: (name: string) => Promise<string>): Promise<ReturnType<typeof parseDeviceNames>> {
  return parseDeviceNames(await read('if_inet6'), await read('dev_mcast'));
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

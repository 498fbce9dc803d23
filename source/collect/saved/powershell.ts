import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, part, type ReadLine} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {isProgramName} from './powershell-processes.ts';
import {readEnds} from './printed-endpoint.ts';
import {savedHolders} from './printed-program.ts';
import {
  isRule,
  type PrintedRecord,
  type ReadRecord,
  readCsvTitles,
  readListLine,
  readTitles,
} from './printed-record.ts';
import {windowsProgram} from './process-lists.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

type Named = 'tcp' | 'udp' | null;
type Field = readonly [title: string, value: string];
type Reading = {readonly ports: PortReader; readonly named: Named};

/**
 * Get-NetTCPConnection and Get-NetUDPEndpoint of PowerShell: tables, lists (Format-List) and Export-Csv, with any
 * columns in any order, as long as the local address and port are among them.
 */
export const powershell: Format = {
  command: 'Get-NetTCPConnection, Get-NetUDPEndpoint',
  header: () => false,
  open: ports => line => begin(line, {ports, named: null}),
};

const commands: readonly (readonly [RegExp, Named])[] = [
  [/\bGet-NetTCPConnection\b|MSFT_NetTCPConnection\b/i, 'tcp'],
  [/\bGet-NetUDPEndpoint\b|MSFT_NetUDPEndpoint\b/i, 'udp'],
];

/** The line that Format-Table -GroupBy prints above each group. */
const groupTitle = /^\s{1,8}\w{1,40}: \S{1,40}$/;

/**
 * Reads the first line of a table, of a list or of a new command. The command names the protocol, which the columns
 * alone may not show.
 */
function begin(line: Clean, reading: Reading): LineResult | null {
  const command = commands.find(([pattern]) => pattern.test(line));
  if (command)
    return {...part, next: below => (groupTitle.test(below) ? part : begin(below, {...reading, named: command[1]}))};
  const readRecord = isOfSockets(line) ? (readTitles(line, isSound) ?? readCsvTitles(line, isSound)) : null;
  if (readRecord) return {...part, next: readBelow(readRecord, reading)};
  const field = readListLine(line);
  return field && isFirstOfList(field, reading) ? addField(field, new Map(), reading) : null;
}

const isOfSockets = (titles: string): boolean => /\bLocalAddress\b/i.test(titles) && /\bLocalPort\b/i.test(titles);

/** PowerShell prints addresses in numbers, and a name of a program has only signs that a file of Windows may have. */
const isSound = (record: PrintedRecord): boolean =>
  ['localaddress', 'remoteaddress'].every(title => /[:.*]/.test(record.get(title) ?? '.')) &&
  ['localport', 'remoteport'].every(title => /^\d{1,5}$/.test(record.get(title) ?? '0')) &&
  /^\d{1,10}$/.test(record.get('owningprocess') ?? '0') &&
  programTitles.every(title => isProgramName(record.get(title) ?? ''));

const listFields = /^(?:localaddress|localport|appliedsetting|owningprocess|offloadstate)$/;
const isFirstOfList = (field: Field, reading: Reading): boolean =>
  (listFields.test(field[0]) || (field[0] === 'state' && readState(firstWord(field[1])) !== null)) &&
  isReadable(field, reading);

/** False for an invalid address or port, which leaves its line and its socket unread. */
export function isReadable([title, value]: Field, {ports}: Reading): boolean {
  const word = firstWord(value);
  if (/^(?:local|remote)port$/.test(title)) return ports(word, 'tcp') !== null;
  return !/^(?:local|remote)address$/.test(title) || readEnds(`${word}:0`, '*:*', endsOf('tcp', ports)) !== null;
}

const readBelow =
  (readRecord: ReadRecord, reading: Reading): ReadLine =>
  line => {
    if (isRule(line) || groupTitle.test(line)) return part;
    const again = begin(line, reading);
    if (again) return again;
    const record = readRecord(line);
    const row = record && readRow(record, reading);
    return row && {kind: 'row', row};
  };

/** Each line has one field. The row is there once the local end is known, and later fields add to it. */
function addField(field: Field, record: PrintedRecord, reading: Reading): LineResult {
  const isNew = record.has(field[0]);
  const fields = new Map([...(isNew ? [] : record), field]);
  const next: ReadLine = line => {
    const below = readListLine(line);
    // Of several commands in one line, PowerShell prints the output of all but the first as lists: here the processes.
    if (below?.[0] === 'id') return null;
    // A long value continues in the next line, behind blanks.
    return below ? addField(below, fields, reading) : /^\s{10,}\S/.test(line) ? part : begin(line, reading);
  };
  const row = isReadable(field, reading) ? readRow(fields, reading) : null;
  if (!row) return {...(isReadable(field, reading) ? part : {kind: 'unread'}), next};
  return {kind: !isNew && readRow(record, reading) ? 'more' : 'row', row, next};
}

const programTitles = ['processname', 'process', 'name', 'program', 'owningprocessname'];

/** The socket of a row, by the titles of its columns; null where it has no local end that can be read. */
export function readRow(record: PrintedRecord, {ports, named}: Reading): ParsedRow | null {
  const value = (title: string): string | null => firstWord(record.get(title) ?? '') || null;
  const [address, port, state] = [value('localaddress'), value('localport'), value('state')];
  if (address === null || port === null) return null;
  const isTcp = state !== null || record.has('remoteaddress') || record.has('remoteport');
  const protocol = isTcp ? 'tcp' : (named ?? 'udp');
  const foreign = `${value('remoteaddress') ?? '*'}:${value('remoteport') ?? '*'}`;
  const ends = readEnds(`${address}:${port}`, foreign, endsOf(protocol, ports));
  if (!ends) return null;
  const pid = value('owningprocess')?.match(/^\d{1,10}$/)?.[0];
  const name = programTitles.map(title => record.get(title)).find(each => each) ?? null;
  const read = state === null ? null : readState(state);
  return {
    ...blankRow,
    protocol,
    state: protocol === 'tcp' ? read : null,
    ...(state !== null && read === null ? {unknownWord: state} : {}),
    ...ends,
    holders: savedHolders(pid === undefined ? null : Number(pid), name && windowsProgram(name)),
  };
}

const endsOf = (protocol: 'tcp' | 'udp', ports: PortReader) =>
  ({separator: ':', protocol, family: null, ports}) as const;

/** A value without the remark behind it. PowerShell 7 marks a cut value with `…`, 5.1 with three dots. */
const firstWord = (value: string): string => (value.split(' ', 1)[0] ?? '').replace('…', '...');

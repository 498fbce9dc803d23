import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, part, type ReadLine} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
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
type Reading = {readonly ports: PortReader; readonly named: Named};

/**
 * Get-NetTCPConnection and Get-NetUDPEndpoint of PowerShell: tables, lists (Format-List) and Export-Csv, with any columns in
 * any order, among which are the local address and port.
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

/** Format-Table -GroupBy puts it above each group. */
const groupTitle = /^\s{1,8}\w{1,40}: \S{1,40}$/;

/** A line by which a table, a list or a new command begins; it may name the protocol, which two columns alone do not show. */
function begin(line: Clean, reading: Reading): LineResult | null {
  const command = commands.find(([pattern]) => pattern.test(line));
  if (command)
    return {...part, next: below => (groupTitle.test(below) ? part : begin(below, {...reading, named: command[1]}))};
  const readRecord = isOfSockets(line) ? (readTitles(line) ?? readCsvTitles(line)) : null;
  if (readRecord) return {...part, next: readBelow(readRecord, reading)};
  const field = readListLine(line);
  return field && isFirstOfList(field) ? addField(field, new Map(), reading) : null;
}

const isOfSockets = (titles: string): boolean => /\bLocalAddress\b/i.test(titles) && /\bLocalPort\b/i.test(titles);

const listFields = /^(?:localaddress|localport|appliedsetting|owningprocess|offloadstate)$/;
const isFirstOfList = ([title, value]: readonly [string, string]): boolean =>
  listFields.test(title) || (title === 'state' && readState(value) !== null);

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

/** Fields come one a line; a socket is known once its local end is, and later fields add to it. */
function addField([title, value]: readonly [string, string], record: PrintedRecord, reading: Reading): LineResult {
  const isNew = record.has(title);
  const fields = new Map([...(isNew ? [] : record), [title, value]]);
  const next: ReadLine = line => {
    const field = readListLine(line);
    // Where several commands stand in one line, PowerShell prints all but the first as lists: here the processes.
    if (field?.[0] === 'id') return null;
    // A long value goes on below, behind blanks.
    return field ? addField(field, fields, reading) : /^\s{10,}\S/.test(line) ? part : begin(line, reading);
  };
  const row = readRow(fields, reading);
  if (!row) return {...(isWhole(fields) ? {kind: 'unread'} : part), next};
  return {kind: !isNew && isWhole(record) ? 'more' : 'row', row, next};
}

const isWhole = (record: PrintedRecord): boolean => record.has('localaddress') && record.has('localport');

const programTitles = ['processname', 'process', 'name', 'program', 'owningprocessname'];

function readRow(record: PrintedRecord, {ports, named}: Reading): ParsedRow | null {
  const value = (title: string): string | null => record.get(title) || null;
  const word = value('state');
  const isTcp = word !== null || record.has('remoteaddress') || record.has('remoteport');
  const protocol = isTcp ? 'tcp' : (named ?? 'udp');
  const end = (address: string | null, port: string | null): string =>
    `${(address ?? '*').replace('…', '...')}:${port ?? '*'}`;
  const local = end(value('localaddress'), value('localport'));
  const foreign = end(value('remoteaddress'), value('remoteport'));
  if (!isWhole(record)) return null;
  const ends = readEnds(local, foreign, {separator: ':', protocol, family: null, ports});
  const state = word === null ? null : readState(word);
  if (!ends) return null;
  const pid = Number(value('owningprocess')?.match(/^\d{1,10}$/)?.[0] ?? Number.NaN);
  const name = programTitles.map(value).find(each => each !== null) ?? null;
  return {
    ...blankRow,
    protocol,
    state: protocol === 'tcp' ? state : null,
    ...(word !== null && state === null ? {unknownWord: word} : {}),
    ...ends,
    holders: savedHolders(Number.isNaN(pid) ? null : pid, name && windowsProgram(name)),
  };
}

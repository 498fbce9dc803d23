import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, part, type ReadLine} from './format.ts';
import {
  isRule,
  type PrintedRecord,
  type ReadRecord,
  readCsvTitles,
  readListLine,
  readTitles,
} from './printed-record.ts';
import {windowsProgram} from './process-lists.ts';

/** Get-Process of PowerShell: tables, lists (Format-List) and Export-Csv, with Id, and with ProcessName or Name. */
export const powershellProcesses: Format = {
  command: 'Get-Process',
  ofProcesses: true,
  header: line => readColumns(line) !== null,
  open: (_ports, header) => {
    const readRecord = header === null ? null : readColumns(header);
    return readRecord === null ? beginList : line => readRow(line, readRecord);
  },
};

function readColumns(line: string): ReadRecord | null {
  const isOfProcesses = /(?:^|[\s",;])Id(?:$|[\s",;])/.test(line) && /\b(?:Process)?Name\b/i.test(line);
  return isOfProcesses && !/\bLocalAddress\b/i.test(line)
    ? (readTitles(line, isSound) ?? readCsvTitles(line, isSound))
    : null;
}

/** Whether a text can be the name of a file of Windows. A backtick, PowerShell's escape sign, is rare in a name. */
export const isProgramName = (name: string): boolean => !/[<>"|?*`]/.test(name);

const nameIn = (record: PrintedRecord): string => record.get('processname') ?? record.get('name') ?? '';

const isSound = (record: PrintedRecord): boolean =>
  /^\d{1,10}$/.test(record.get('id') ?? '') && /^\S/.test(nameIn(record)) && isProgramName(nameIn(record));

function readRow(line: Clean, readRecord: ReadRecord): LineResult | null {
  if (isRule(line)) return part;
  const record = readRecord(line);
  return record && readProcess(record);
}

function beginList(line: Clean): LineResult | null {
  const field = readListLine(line);
  return field && field[0] === 'id' && /^\d+$/.test(field[1]) ? addField(field, new Map()) : null;
}

/** Each line has one field; a field that is there already begins the next process. */
function addField([title, value]: readonly [string, string], record: PrintedRecord): LineResult {
  const fields = new Map([...(record.has(title) ? [] : record), [title, value]]);
  const next: ReadLine = line => {
    const field = readListLine(line);
    return field && field[0] !== 'localaddress' ? addField(field, fields) : null;
  };
  return {...(readProcess(fields) ?? part), next};
}

function readProcess(record: PrintedRecord): LineResult | null {
  const pid = record.get('id') ?? '';
  const name = nameIn(record);
  if (!/^\d{1,10}$/.test(pid) || name === '') return null;
  return {kind: 'process', pid: Number(pid), name: windowsProgram(name)};
}

import {type Format, type LineResult, part, type ReadLine} from './format.ts';
import {isReadable, powershell, readRow} from './powershell.ts';
import type {PrintedRecord} from './printed-record.ts';
import type {PortReader} from './service-port.ts';

/** Get-NetTCPConnection and Get-NetUDPEndpoint through ConvertTo-Json: an object in a line, or a member a line. */
export const powershellJson: Format = {
  command: powershell.command,
  header: () => false,
  open: ports => line => begin(line, ports),
};

/** Values of the enumeration of MSFT_NetTCPConnection, which JSON has as numbers. */
const states: Readonly<Record<string, string>> = {
  '1': 'Closed',
  '2': 'Listen',
  '3': 'SynSent',
  '4': 'SynReceived',
  '5': 'Established',
  '6': 'FinWait1',
  '7': 'FinWait2',
  '8': 'CloseWait',
  '9': 'Closing',
  '10': 'LastAck',
  '11': 'TimeWait',
  '12': 'DeleteTCB',
  '100': 'Bound',
};

const member = /"(\w{1,40})"\s{0,8}:\s{0,8}(?:"([^"]{0,300})"|(-?[\w.]{1,40}))/g;
const wholeObject = /^\s*[[,]?\s*\{[^{}]*\}[\s\],]*$/;
const lineOfMember = /^\s*"\w{1,40}"\s{0,8}:\s{0,8}(?:"[^"]{0,300}"|-?[\w.]{1,40})\s*,?\s*$/;
const lineOfJson = /^\s*(?:"|[{}[\]]{1,2},?\s*$|-?\d[\d.]*,?\s*$|(?:null|true|false),?\s*$)/;
const nameOfMember = /\b(?:(?:Local|Remote)(?:Address|Port)|OwningProcess)\b/i;
const ofSockets = new Set(['localaddress', 'localport', 'appliedsetting', 'owningprocess', 'offloadstate']);

type Member = readonly [title: string, value: string];

const membersOf = (line: string): readonly Member[] =>
  [...line.matchAll(member)].map(([, name = '', text, word = '']) => {
    const value = text ?? (word === 'null' ? '' : word);
    return [name.toLowerCase(), /^state$/i.test(name) ? (states[value] ?? value) : value];
  });

function begin(line: string, ports: PortReader): LineResult | null {
  const members = membersOf(line);
  if (!members.some(([title]) => ofSockets.has(title))) return null;
  if (wholeObject.test(line)) return readObject(new Map(members), ports);
  return lineOfMember.test(line) ? addMember(line, new Map(), ports) : null;
}

function readObject(record: PrintedRecord, ports: PortReader): LineResult | null {
  const row = [...record].every(each => isReadable(each, {ports, named: null}))
    ? readRow(record, {ports, named: null})
    : null;
  return row && {kind: 'row', row};
}

/** The row is there once the local end is known, and later members add to it. */
function addMember(line: string, record: PrintedRecord, ports: PortReader): LineResult {
  const [added] = membersOf(line);
  const next = readMembers(added ? new Map([...record, added]) : record, 0, ports);
  if (!added) return {...part, next};
  const reading = {ports, named: null};
  if (!isReadable(added, reading)) return {kind: 'unread', next};
  const row = readRow(new Map([...record, added]), reading);
  return row ? {kind: readRow(record, reading) ? 'more' : 'row', row, next} : {...part, next};
}

/** Reads on in an object. `depth` counts the objects and lists around the next line within the object. */
function readMembers(record: PrintedRecord, depth: number, ports: PortReader): ReadLine {
  return line => {
    if (depth === 0 && wholeObject.test(line)) return begin(line, ports);
    if (depth === 0 && lineOfMember.test(line)) return addMember(line, record, ports);
    if (depth === 0 && nameOfMember.test(line)) return {kind: 'unread', next: readMembers(record, depth, ports)};
    if (!lineOfJson.test(line)) return null;
    const opens = /[{[]\s*$/.test(line) ? 1 : 0;
    const closes = /^\s*[}\]]/.test(line) ? 1 : 0;
    const isBetween = depth === 0 && (closes === 1 || /^\s*\{\s*$/.test(line));
    return {
      ...part,
      next: isBetween ? readMembers(new Map(), 0, ports) : readMembers(record, depth + opens - closes, ports),
    };
  };
}

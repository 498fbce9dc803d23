import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, part, type ReadLine} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readUser} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

/**
 * netstat of z/OS (report CONN of z/OS Communications Server): `address..port`, and a job name in the place of the
 * user. The short form has one line for each socket, the long form three. A line may begin with the ID of its message.
 */
export const zosNetstat: Format = {
  command: 'netstat',
  systems: ['z/OS'],
  header: line => /^\s*(?:E[ZD]\w\d{4}I\s+)?User Id\s+Conn\s+(?:Local Socket\s|State)/i.test(line),
  open: ports => line => readLine(line, ports),
};

const id = /^\s*(?:E[ZD]\w\d{4}I\s+)?/;
const short = /^(\S{1,8})\s+([\dA-F]{8})\s+(\S{1,300})\s+(\S{1,300})\s+([A-Z]\w{1,15})\s*$/i;
const first = /^(\S{1,8})\s+([\dA-F]{8})\s+([A-Z][\w-]{2,11})\s*$/i;
const socketLine = /^(Local|Foreign) Socket:\s+(\S+)\s*$/i;
const tail = /^(?:\d+ OF \d+ RECORDS DISPLAYED|END OF THE REPORT)$/i;

function readLine(line: Clean, ports: PortReader): LineResult | null {
  const text = line.replace(id, '').trim();
  if (/^-+(?:\s+-+)+$/.test(text) || tail.test(text)) return part;
  const [, user = '', , local = '', foreign = '', word = ''] = text.match(short) ?? [];
  if (user !== '') {
    const row = readRow({user, word, local, foreign}, ports);
    return row && {kind: 'row', row};
  }
  const [, owner = '', , state = ''] = text.match(first) ?? [];
  return owner === '' || (state !== 'UDP' && readState(state) === null)
    ? null
    : {...part, next: readEndsBelow({user: owner, word: state, local: '', foreign: '*..*'}, ports)};
}

type Printed = {readonly user: string; readonly word: string; readonly local: string; readonly foreign: string};

/** Reads the two ends below the first line of the long form; the row is there once the local end is known. */
function readEndsBelow(printed: Printed, ports: PortReader): ReadLine {
  return (line, above) => {
    const [, which, end = ''] = line.replace(id, '').trim().match(socketLine) ?? [];
    if (which === undefined) return readLine(line, ports);
    const isLocal = which.toLowerCase() === 'local';
    const both = isLocal ? {...printed, local: end} : {...printed, foreign: end};
    const row = readRow(both, ports);
    if (!row) return {kind: 'unread', next: readEndsBelow(both, ports)};
    const isMore = !isLocal && above !== null;
    return {kind: isMore ? 'more' : 'row', row, next: readEndsBelow(both, ports)};
  };
}

/** Reads a row; `UDP` in the place of the state is the only sign of the protocol. */
function readRow({user, word, local, foreign}: Printed, ports: PortReader): ParsedRow | null {
  const protocol = word.toUpperCase() === 'UDP' ? 'udp' : 'tcp';
  const state = protocol === 'tcp' ? readState(word) : null;
  const unknown = protocol === 'tcp' && state === null ? {unknownWord: word} : {};
  const options = {separator: '.', protocol, family: null, ports} as const;
  const ends = readEnds(oneDot(local), oneDot(foreign), options);
  // The job is neither a program nor an account, but its name is more like the name of an account.
  return ends && {...blankRow, protocol, state, ...unknown, ...ends, ...readUser(user)};
}

const oneDot = (end: string): string => end.replace(/\.\.(?=[^.]+$)/, '.');

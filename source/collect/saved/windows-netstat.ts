import type {SocketState} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {Format, LineResult} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {savedHolders} from './printed-program.ts';
import {windowsProgram} from './process-lists.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

const isRow = /^\s*(?:TCP|UDP)\s/;
const columns = /^\s*(TCP|UDP)\s+(\S+)\s+(\S+)(?:\s|$)/;

/** Windows netstat: -an, -ano, and -b with the program in brackets below its row. States may be in another language. */
export const windowsNetstat: Format = {
  command: 'netstat',
  systems: ['Windows'],
  header: line => /^\s*Proto\s{2,}\S/.test(line) && !/Recv-Q|RefCnt/.test(line),
  open: ports => (line, above) => {
    if (!isRow.test(line)) return above && readBelow(line, above);
    const row = readRow(line, ports);
    return row && {kind: 'row', row};
  },
};

function readRow(line: Clean, ports: PortReader): ParsedRow | null {
  const match = line.match(columns);
  if (!match) return null;
  const protocol = match[1] === 'TCP' ? 'tcp' : 'udp';
  const foreign = match[3] ?? '';
  const ends = readEnds(match[2] ?? '', foreign, {separator: ':', protocol, family: null, ports});
  const words = line.slice(match[0].length).trim().split(/\s+/);
  const stateWord = protocol === 'tcp' ? (words.shift() ?? '') : '';
  // -o adds the process ID, -t the offload state.
  const pid = words.find(word => /^\d{1,10}$/.test(word)) ?? null;
  const state = protocol === 'tcp' ? readTcpState(stateWord, foreign, pid) : null;
  const isStateless = state === null && pid !== null && foreignWord.test(stateWord);
  if (!ends || (protocol === 'tcp' && state === null && !isStateless)) return null;
  if (!words.every(word => /^\w{0,10}$/.test(word))) return null;
  return {...blankRow, protocol, state, ...ends, holders: pid === null ? [] : savedHolders(Number(pid), null)};
}

// A state in an unknown language, perhaps in an unknown encoding too.
const foreignWord = /^(?=.{3,40}$)(?:[\p{L}_-]|\\x[0-9a-f]{2})+$/u;

// In every language only a listening socket has the foreign address 0.0.0.0:0. Of the sockets with a peer only those in
// TIME_WAIT have no process, which -o prints as 0.
function readTcpState(word: string, foreign: string, pid: string | null): SocketState | null {
  const state = readState(word);
  if (state !== null || word === '' || /^\d+$/.test(word)) return state;
  if (foreign === '0.0.0.0:0' || foreign === '[::]:0') return 'LISTEN';
  return pid === '0' && foreignWord.test(word) ? 'TIME_WAIT' : null;
}

// Indented below a row of -b: `[svchost.exe]`, before it the components, or the note that the owner is not available.
// Without -o there is no process ID.
function readBelow(line: Clean, above: ParsedRow): LineResult | null {
  if (!/^\s+\S/.test(line)) return null;
  const name = line.trim().match(/^\[([^\]]+)\]$/);
  if (!name) return {kind: 'skip', what: 'component', inRow: true};
  const pid = above.holders[0]?.process.pid ?? null;
  return {kind: 'more', row: {...above, holders: savedHolders(pid, windowsProgram(name[1] ?? ''))}};
}

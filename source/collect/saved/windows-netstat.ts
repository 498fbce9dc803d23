import type {SocketState} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {Format, LineResult} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {savedHolders} from './printed-program.ts';
import {windowsProgram} from './process-lists.ts';
import type {PortReader} from './service-port.ts';
import {isWord, readState} from './state-words.ts';

const isRow = /^\s*(?:TCP|UDP)\s/;
// A name, or a note in any language.
const component = /^\s+(?:(?!\d+\s*$)[\w.$-]+|\P{Nd}+(?:: \d{1,5})?)\s*$/u;
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
  if (!ends) return null;
  const unknownWord = protocol === 'tcp' && state === null && isWord(stateWord) ? stateWord : null;
  const isPartial = !words.every(each => /^\w{0,10}$/.test(each));
  const unclear = {...(unknownWord !== null && {unknownWord}), ...(isPartial && {isPartial})};
  const holders = pid === null ? [] : savedHolders(Number(pid), null);
  return {...blankRow, protocol, state, ...unclear, ...ends, holders};
}

// In every language only a listening socket has the foreign address 0.0.0.0:0. Of the sockets with a peer, only sockets
// in TIME_WAIT have no process, which -o prints as 0.
function readTcpState(word: string, foreign: string, pid: string | null): SocketState | null {
  const state = readState(word);
  if (state !== null || word === '' || /^\d+$/.test(word)) return state;
  if (foreign === '0.0.0.0:0' || foreign === '[::]:0') return 'LISTEN';
  return pid === '0' && isWord(word) ? 'TIME_WAIT' : null;
}

// Indented below a row of -b: `[svchost.exe]`, before it the components, or the note that the owner is not available.
// Without -o there is no process ID.
function readBelow(line: Clean, above: ParsedRow): LineResult | null {
  const name = line.trim().match(/^\[([^\]]*\p{L}[^\]]*)\]$/u);
  if (!name && !/^\s+\S/.test(line)) return null;
  if (!name) return component.test(line) ? {kind: 'skip', what: 'component', inRow: true} : null;
  const pid = above.holders[0]?.process.pid ?? null;
  return {kind: 'more', row: {...above, holders: savedHolders(pid, windowsProgram(name[1] ?? ''))}};
}

import type {SocketState} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import {blankDraft, type Draft, type Format, type Outcome, type ReadRow, skip} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {savedProcess} from './printed-program.ts';
import {windowsProgram} from './process-lists.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

const isRow = /^\s*(?:TCP|UDP)\s/;
const columns = /^\s*(TCP|UDP)\s+(\S+)\s+(\S+)(?:\s|$)/;

/** Windows netstat: -an, -ano, and -b with the program in brackets below its row. States may be in another language. */
export const windowsNetstat: Format = {
  name: 'Windows netstat',
  header: line => /^\s*Proto\s{2,}\S/.test(line) && !/Recv-Q|RefCnt/.test(line),
  open: openTable,
};

function openTable(ports: PortReader): ReadRow {
  // Of the row before; null where that could not be read.
  let pid: number | null = null;
  return line => {
    if (!isRow.test(line)) return pid === null ? null : readBelow(line, pid);
    const row = readRow(line, ports);
    pid = row?.pid ?? null;
    return row && {kind: 'socket', draft: row.draft};
  };
}

function readRow(line: Clean, ports: PortReader): {readonly draft: Draft; readonly pid: number} | null {
  const match = line.match(columns);
  if (!match) return null;
  const protocol = match[1] === 'TCP' ? 'tcp' : 'udp';
  const foreign = match[3] ?? '';
  const ends = readEnds(match[2] ?? '', foreign, {separator: ':', protocol, family: null, ports});
  const words = line.slice(match[0].length).trim().split(/\s+/);
  const stateWord = protocol === 'tcp' ? (words.shift() ?? '') : '';
  // -o adds the process ID, -t the offload state.
  const told = words.find(word => /^\d{1,10}$/.test(word));
  const pid = told ?? '0';
  const state = protocol === 'tcp' ? readTcpState(stateWord, foreign, told ?? null) : null;
  const isStateless = state === null && told !== undefined && foreignWord.test(stateWord);
  if (!ends || (protocol === 'tcp' && state === null && !isStateless)) return null;
  if (!words.every(word => /^\w{0,10}$/.test(word))) return null;
  return {draft: {...blankDraft, protocol, state, ...ends, pid: Number(pid)}, pid: Number(pid)};
}

/** A state in a language that is not among those known, perhaps in an encoding that is not either. */
const foreignWord = /^(?=.{3,40}$)(?:[\p{L}_-]|\\x[0-9a-f]{2})+$/u;

// Whatever the language calls the state: only a listening socket has the foreign address 0.0.0.0:0, and of those with a peer only
// one in TIME_WAIT has no process, which -o prints as 0.
function readTcpState(word: string, foreign: string, pid: string | null): SocketState | null {
  const state = readState(word);
  if (state !== null || word === '' || /^\d+$/.test(word)) return state;
  if (foreign === '0.0.0.0:0' || foreign === '[::]:0') return 'LISTEN';
  return pid === '0' && foreignWord.test(word) ? 'TIME_WAIT' : null;
}

// Indented below a row of -b: `[svchost.exe]`, before it the components, or that the owner cannot be told. Without -o
// there is no process ID: it is 0 then.
function readBelow(line: Clean, pid: number): Outcome | null {
  if (!/^\s+\S/.test(line)) return null;
  const name = line.trim().match(/^\[([^\]]+)\]$/);
  if (!name) return skip('component');
  const holder = {process: savedProcess(pid, windowsProgram(name[1] ?? '')), descriptors: []};
  return {kind: 'amend', amend: draft => ({...draft, holders: [holder]})};
}

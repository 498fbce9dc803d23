import type {Clean} from '../../domain/text.ts';
import {draftOf, readColumns} from './netstat-row.ts';
import type {Draft, Format, Outcome} from './parsed-row.ts';
import {savedProcess} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

/** netstat of macOS and the BSDs: `address.port`, `*.*`, tcp4, tcp46; with -v on macOS also who holds the socket. */
export const bsdNetstat: Format = {
  name: 'BSD netstat',
  header: line => /^\s*(?:\S+\s+){0,2}Proto\s+Recv-Q\s+Send-Q\s+Local Address\s/.test(line),
  open: (ports, header) => {
    const pidAt = header === null ? -1 : pidColumn(header);
    return line => readRow(line, ports, pidAt);
  },
};

/** Which of the words behind the state is the bare process ID (netstat -v of macOS); -1 where none is. */
function pidColumn(header: string): number {
  const [, titles = ''] = header.match(/\(state\)\s+(\S.*)$/) ?? [];
  return titles.split(/\s+/).indexOf('pid');
}

function readRow(line: Clean, ports: PortReader, pidAt: number): Outcome | null {
  const row = readColumns(line);
  if (!row || isColonNotation(row.local)) return null;
  const [word = ''] = row.rest.split(' ', 1);
  const state = row.protocol === 'raw' ? null : readState(word);
  if (row.protocol === 'tcp' && state === null) return null;
  const draft = draftOf(row, state, '.', ports);
  if (!draft) return null;
  const owner = readOwner(state === null ? row.rest : row.rest.slice(word.length).trim(), pidAt);
  return {kind: 'socket', draft: {...draft, ...owner}};
}

const isColonNotation = (end: string): boolean => end.lastIndexOf(':') > end.lastIndexOf('.');

// macOS 26 and later: four numbers, `process:pid`, then words without a colon. Before, -v had a bare pid in a column of its own,
// behind two numbers or four.
function readOwner(rest: string, pidAt: number): Partial<Draft> {
  const colon = rest.lastIndexOf(':');
  if (colon < 0) {
    const word = rest.split(/\s+/)[pidAt] ?? '';
    return /^\d{1,10}$/.test(word) ? {pid: Number(word)} : {};
  }
  const pid = rest.slice(colon + 1).match(/^(\d{1,10})\s+[0-9a-f]{5,8}(?:\s|$)/);
  const name = rest.slice(0, colon).match(/^(?:\d+\s+){4}(\S.*)$/);
  if (!pid || !name || Number(pid[1]) === 0) return {};
  return {holders: [{process: savedProcess(Number(pid[1]), name[1] ?? ''), descriptors: []}]};
}

import type {Clean} from '../../domain/text.ts';
import type {Format, LineResult} from './format.ts';
import {parseRow, splitColumns} from './netstat-row.ts';
import type {ParsedRow} from './parsed-row.ts';
import {savedHolders} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {isWord, readState} from './state-words.ts';

/**
 * netstat of macOS and the BSDs: `address.port`, `*.*`, tcp4, tcp46; with -v on macOS also the process that holds the
 * socket.
 */
export const bsdNetstat: Format = {
  command: 'netstat',
  systems: ['macOS', 'BSD', 'AIX', 'HP-UX'],
  header: line => /^\s*(?:\S+\s+){0,2}Proto\s+Recv-Q\s+Send-Q\s+Local Address\s/.test(line),
  open: (ports, header) => {
    const pidAt = header === null ? -1 : pidColumn(header);
    return line => readLine(line, ports, pidAt);
  },
};

/** Index of the bare process ID among the words behind the state (netstat -v of macOS); -1 where there is none. */
function pidColumn(header: string): number {
  const [, titles = ''] = header.match(/\(state\)\s+(\S.*)$/) ?? [];
  return titles.split(/\s+/).indexOf('pid');
}

function readLine(line: Clean, ports: PortReader, pidAt: number): LineResult | null {
  const columns = splitColumns(line);
  if (!columns || isColonNotation(columns.local)) return null;
  const {protocol, rest} = columns;
  const [word = ''] = rest.split(' ', 1);
  const state = protocol === 'raw' ? null : readState(word);
  const unknownWord = protocol === 'tcp' && state === null && isWord(word) ? word : null;
  const row = parseRow(columns, state, '.', ports);
  if (!row) return null;
  const isState = state !== null || unknownWord !== null;
  const owner = readOwner(isState ? rest.slice(word.length).trim() : rest, pidAt);
  return {kind: 'row', row: {...row, ...(unknownWord !== null && {unknownWord}), ...owner}};
}

const isColonNotation = (end: string): boolean => end.lastIndexOf(':') > end.lastIndexOf('.');

// macOS 26 and later: four numbers, `process:pid`, then words without a colon. Before, -v had a bare pid in a column of
// its own, behind two numbers or four.
function readOwner(rest: string, pidAt: number): Partial<ParsedRow> {
  const colon = rest.lastIndexOf(':');
  if (colon < 0) {
    const word = rest.split(/\s+/)[pidAt] ?? '';
    return /^\d{1,10}$/.test(word) ? {holders: savedHolders(Number(word), null)} : {};
  }
  const pid = rest.slice(colon + 1).match(/^(\d{1,10})\s+[0-9a-f]{5,8}(?:\s|$)/);
  const name = rest.slice(0, colon).match(/^(?:\d+\s+){4}(\S.*)$/);
  return pid && name ? {holders: savedHolders(Number(pid[1]), name[1] ?? '')} : {};
}

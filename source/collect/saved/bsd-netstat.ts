import type {Clean} from '../../model/text.ts';
import type {Draft, Format, Outcome} from './draft.ts';
import {draftOf, readColumns} from './netstat-row.ts';
import {savedProcess} from './program.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './socket-state.ts';

/** netstat of macOS and the BSDs: `address.port`, `*.*`, tcp4, tcp46; with -v on macOS also who holds the socket. */
export const bsdNetstat: Format = {
  name: 'BSD netstat',
  header: line => /^\s*(?:\S+\s+){0,2}Proto\s+Recv-Q\s+Send-Q\s+Local Address\s/.test(line),
  open: ports => line => readRow(line, ports),
};

function readRow(line: Clean, ports: PortReader): Outcome | null {
  const row = readColumns(line);
  if (!row || isColonNotation(row.local)) return null;
  const [word = ''] = row.rest.split(' ', 1);
  const state = row.protocol === 'raw' ? null : readState(word);
  if (row.protocol === 'tcp' && state === null) return null;
  const draft = draftOf(row, state, '.', ports);
  if (!draft) return null;
  const owner = readOwner(state === null ? row.rest : row.rest.slice(word.length).trim());
  return {kind: 'socket', draft: {...draft, ...owner}};
}

const isColonNotation = (end: string): boolean => end.lastIndexOf(':') > end.lastIndexOf('.');

// macOS 26 and later: four numbers, `process:pid`, then words without a colon. Before, -v had a bare pid: no name, no owner.
function readOwner(rest: string): Partial<Draft> {
  const colon = rest.lastIndexOf(':');
  if (colon < 0) return {};
  const pid = rest.slice(colon + 1).match(/^(\d{1,10})\s+[0-9a-f]{5,8}(?:\s|$)/);
  const name = rest.slice(0, colon).match(/^(?:\d+\s+){4}(\S.*)$/);
  if (!pid || !name || Number(pid[1]) === 0) return {};
  return {holders: [{process: savedProcess(Number(pid[1]), name[1] ?? ''), descriptors: []}]};
}

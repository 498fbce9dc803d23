import type {Clean} from '../../domain/text.ts';
import {draftOf, readColumns} from './netstat-row.ts';
import {type Draft, type Format, type Outcome, skip} from './parsed-row.ts';
import {readUser, savedProcess} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

// Sockets that have a line of their own here and are not among the protocols assessed.
const others: readonly (readonly [RegExp, string])[] = [
  [/^\s*unix\s+\d+\s+\[/, 'unix'],
  [/^\s*(?:udpl|udplite)6?\s/, 'udplite'],
  [/^\s*(?:sctp|dccp)6?\s/, 'sctp'],
];

/** netstat of net-tools and busybox: `address:port`, with any of -n -W -e -p -o. Rows tell their columns themselves. */
export const linuxNetstat: Format = {
  name: 'Linux netstat',
  header: line => /^\s*Proto\s+Recv-Q\s+Send-Q\s.*\bState\b/.test(line) || /^\s*Proto\s+RefCnt\s/.test(line),
  open: ports => line => readRow(line, ports),
};

function readRow(line: Clean, ports: PortReader): Outcome | null {
  const row = readColumns(line);
  if (!row) {
    const other = others.find(([pattern]) => pattern.test(line));
    return other ? skip(other[1]) : null;
  }
  const [word = ''] = row.rest.split(' ', 1);
  const isState = row.protocol === 'raw' ? /^\d{1,3}$/.test(word) : readState(word) !== null;
  if (row.protocol === 'tcp' && !isState) return null;
  const draft = draftOf(row, row.protocol === 'raw' ? null : readState(word), ':', ports);
  const owner = readOwner(isState ? row.rest.slice(word.length).trim() : row.rest);
  return draft && owner ? {kind: 'socket', draft: {...draft, ...owner}} : null;
}

// "User Inode PID/Program name Timer", each where its option was given. `-` is a program that is not known.
function readOwner(rest: string): Partial<Draft> | null {
  const timer = rest.search(/(?:^|\s)(?:off|on|keepalive|timewait|probe|unkn-\d{1,9}) \(\d/);
  const text = (timer < 0 ? rest : rest.slice(0, timer)).trim();
  if (text === '') return {};
  const program = readProgram(text);
  if (program) return program;
  const match = text.match(/^(\S+)\s+(\d{1,15})(?:\s+(\S.*))?$/);
  if (!match) return null;
  const named = match[3] === undefined ? {} : readProgram(match[3]);
  return named && {...readUser(match[1] ?? ''), inode: Number(match[2]), ...named};
}

function readProgram(text: string): Partial<Draft> | null {
  if (text === '-') return {ownerBlank: true};
  const match = text.match(/^(\d{1,10})\/(.*)$/);
  if (!match) return null;
  const name = match[2] ?? '';
  return name === '' ? {} : {holders: [{process: savedProcess(Number(match[1]), name), descriptors: []}]};
}

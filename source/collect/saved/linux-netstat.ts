import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, skip} from './format.ts';
import {parseRow, splitColumns} from './netstat-row.ts';
import type {ParsedRow} from './parsed-row.ts';
import {firstWord, readUser, savedHolders, withoutComment, withoutProse} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {isWord, readState} from './state-words.ts';

// Sockets that have a line of their own here, of protocols that are not assessed.
const others: readonly (readonly [RegExp, string])[] = [
  [/^\s*unix\s+\d+\s+\[/, 'unix'],
  [/^\s*(?:udpl|udplite)6?\s/, 'udplite'],
  [/^\s*(?:sctp|dccp)6?\s/, 'sctp'],
];

/** netstat of net-tools and busybox: `address:port`, with any of -n -W -e -p -o. Each row shows its own columns. */
export const linuxNetstat: Format = {
  command: 'netstat',
  systems: ['Linux'],
  header: line => /^\s*Proto\s+Recv-Q\s+Send-Q\s.*\bState\b/.test(line) || /^\s*Proto\s+RefCnt\s/.test(line),
  open: ports => line => readLine(line, ports),
};

function readLine(line: Clean, ports: PortReader): LineResult | null {
  const columns = splitColumns(line);
  if (!columns) {
    const other = others.find(([pattern]) => pattern.test(line));
    return other ? skip(other[1]) : null;
  }
  const {protocol, rest} = columns;
  const [word = ''] = rest.split(' ', 1);
  const state = protocol === 'raw' ? null : readState(word);
  const isNumber = protocol === 'raw' && /^\d{1,3}$/.test(word);
  const unknownWord = protocol === 'tcp' && state === null && isWord(word) ? word : null;
  const row = parseRow(columns, state, ':', ports);
  if (!row) return null;
  const owner = readOwner(state !== null || isNumber || unknownWord !== null ? rest.slice(word.length).trim() : rest);
  return {kind: 'row', row: {...row, ...(unknownWord !== null && {unknownWord}), ...owner}};
}

// "User Inode PID/Program name Timer", each where its option was given. `-` is an unknown program.
function readOwner(rest: string): Partial<ParsedRow> {
  // Its word may be in any language.
  const timer = rest.search(/(?:^|\s)\S{1,24} \(\d{1,9}[.,]\d{1,9}\/\d/);
  const text = (timer < 0 ? rest : rest.slice(0, timer)).trim();
  if (text === '') return {};
  const program = readProgram(text);
  if (program) return program;
  const match = text.match(/^(\S+)\s+(\d{1,15})(?:\s+(\S.*))?$/);
  if (!match) return {isPartial: true};
  const named = match[3] === undefined ? {} : (readProgram(match[3]) ?? {isPartial: true});
  return {...readUser(match[1] ?? ''), inode: Number(match[2]), ...named};
}

/** PROGNAME_WIDTH of net-tools and busybox, without the zero at the end. */
const programWidth = 19;

function readProgram(text: string): Partial<ParsedRow> | null {
  if (/^-(?:\s|$)/.test(text)) return {ownerBlank: true};
  const match = text.match(/^(\d{1,10})\/(.*)$/);
  if (!match) return null;
  const printed = withoutComment(match[2] ?? '');
  // Text behind the column is prose.
  const isLonger = `${match[1]}/${printed}`.length > programWidth;
  const name = isLonger ? firstWord(printed) : withoutProse(printed);
  // Old net-tools keep only the text behind the last slash: `0` of `sshd: root@pts/0`.
  return {holders: savedHolders(Number(match[1]), /^\d{1,4}$/.test(name) ? null : name)};
}

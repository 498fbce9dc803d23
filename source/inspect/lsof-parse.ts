import type {LsofRecord} from '../domain/inspection.ts';
import type {Socket} from '../domain/socket.ts';
import {stateReader} from '../domain/state-spellings.ts';
import {type Clean, cleanBytes, trusted} from '../domain/text.ts';
import {isSelectedByPort, lsofName} from './lsof-selection.ts';

/** One open file of one process: field letter → data, one character a byte, not cleaned. */
type LsofFields = ReadonlyMap<string, string>;

/**
 * Splits the output of `lsof -F…0` into one set of fields for each open file, the fields of its process included.
 * Fields end with NUL; a newline after a NUL ends a set (lsof(8) "OUTPUT FOR OTHER PROGRAMS"). A set that was cut off
 * is left out.
 */
export function splitLsof(output: Uint8Array): readonly LsofFields[] {
  const files: LsofFields[] = [];
  let process: readonly [string, string][] = [];
  for (const set of setsOf(Buffer.from(output).toString('latin1'))) {
    const letter = set[0]?.[0];
    if (letter === 'p') process = set;
    if (letter === 'f') files.push(new Map([...process, ...set]));
  }
  return files;
}

function* setsOf(text: string): Generator<[string, string][]> {
  for (const set of text.split('\0\n').slice(0, -1)) {
    yield set.split('\0').map(field => [prefixOf(field), field.slice(prefixOf(field).length)]);
  }
}

// Field T carries several values, each with a prefix: `TST=LISTEN`, `TQR=0`.
const prefixOf = (field: string): string => field.match(/^T[A-Z]+=/)?.[0] ?? field.slice(0, 1);

/**
 * The inode of a socket: lsof on Linux has it in the device field of `IPv4`, `IPv6` and `pack` files, and in the inode
 * field of `raw`, `raw6` and `sock` ones. null for every other file, whose inode is one of a file system.
 */
export function inodeOf(file: LsofFields): number | null {
  const type = file.get('t') ?? '';
  const letter = /^(?:IPv[46]|pack)$/.test(type) ? 'd' : /^(?:raw6?|sock)$/.test(type) ? 'i' : '';
  const text = file.get(letter) ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}

/**
 * Whether a listed file is this socket: by inode, or where the socket has none by protocol, family, addresses and
 * state.
 */
function isSocket(file: LsofFields, socket: Socket): boolean {
  if (socket.inode !== null) return inodeOf(file) === socket.inode;
  if (file.get('P') !== socket.protocol.toUpperCase() || file.get('n') !== lsofName(socket)) return false;
  if (file.get('t') !== `IPv${socket.family}`) return false;
  return socket.protocol !== 'tcp' || readState(file.get('TST=') ?? '') === socket.state;
}

const readState = stateReader();

/**
 * The files that are this socket, and how many other sockets are listed beside it (0 where every descriptor of the host
 * is listed).
 */
export function recordsOf(
  files: readonly LsofFields[],
  socket: Socket,
): {readonly records: readonly LsofRecord[]; readonly others: number} {
  const mine = files.filter(file => isSocket(file, socket));
  const others = new Set(isSelectedByPort(socket) ? files.filter(file => !isSocket(file, socket)).map(inodeOf) : []);
  others.delete(null);
  return {records: mine.map(toRecord), others: others.size};
}

function toRecord(file: LsofFields): LsofRecord {
  const text = (letter: string): Clean => cleanBytes(Buffer.from(file.get(letter) ?? '', 'latin1'));
  const protocol = text('P');
  return {
    command: text('c'),
    pid: Number(file.get('p')),
    user: file.has('L') ? text('L') : text('u'),
    fd: trusted(`${text('f')}${text('a')}${text('l')}`.trim()),
    type: text('t'),
    device: text('d'),
    size: file.has('s') ? text('s') : text('o'),
    node: protocol === '' ? text('i') : protocol,
    name: text('n'),
    protocol,
    state: text('TST='),
  };
}

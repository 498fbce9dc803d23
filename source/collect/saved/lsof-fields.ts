import {isSocketType, type LsofFile, readLsofFile, readTcp} from './lsof-socket.ts';
import {type Format, type Outcome, part, type ReadRow, skip} from './parsed-row.ts';
import type {PortReader} from './service-port.ts';

/** `lsof -F`: one field a line, named by its first letter (lsof(8), "OUTPUT FOR OTHER PROGRAMS"). */
export const lsofFields: Format = {
  name: 'lsof -F',
  header: () => false,
  open: openTable,
};

type Field = {readonly of: 'process' | 'file'; readonly text: RegExp; readonly key?: keyof LsofFile};

const fields: Readonly<Record<string, Field>> = {
  c: {of: 'process', text: /^.+$/, key: 'command'},
  L: {of: 'process', text: /^\S{1,64}$/, key: 'user'},
  u: {of: 'process', text: /^\d{1,10}$/},
  g: {of: 'process', text: /^-?\d{1,10}$/},
  R: {of: 'process', text: /^-?\d{1,10}$/},
  K: {of: 'process', text: /^\d{1,10}$/},
  M: {of: 'process', text: /^.{0,64}$/},
  a: {of: 'file', text: /^[rwu -]?$/},
  l: {of: 'file', text: /^[ rRwWuUxXNs]?$/},
  t: {of: 'file', text: /^\w{2,8}$/, key: 'type'},
  d: {of: 'file', text: /^\S{1,64}$/, key: 'device'},
  D: {of: 'file', text: /^0x[0-9a-f]{1,16}$/},
  G: {of: 'file', text: /^0x[0-9a-f;x]{1,40}$/},
  i: {of: 'file', text: /^\d{1,20}$/, key: 'node'},
  k: {of: 'file', text: /^\d{1,10}$/},
  o: {of: 'file', text: /^0[tx][0-9a-f]{1,20}$/},
  s: {of: 'file', text: /^\d{1,20}$/},
  P: {of: 'file', text: /^[\w-]{2,12}$/, key: 'protocol'},
};

function openTable(ports: PortReader): ReadRow {
  let file: LsofFile | null = null;
  // A file's fields come after its `f`, a process's before the first of them.
  let place: 'process' | 'file' | 'done' = 'process';
  return line => {
    const letter = line.slice(0, 1);
    const text = line.slice(1);
    if (letter === 'p' && /^\d{1,10}$/.test(text)) {
      file = {...blankFile, pid: Number(text)};
      place = 'process';
      return part;
    }
    if (!file) return null;
    if (letter === 'f' && /^\w{1,8}$/.test(text)) {
      file = {...file, ...blankParts, descriptor: text};
      place = 'file';
      return part;
    }
    if (letter === 'n' && place === 'file') {
      place = 'done';
      return readName({...file, name: text}, ports);
    }
    if (letter === 'T' && place === 'done' && /^[A-Z]{2}=/.test(text)) return readInfo(text);
    const field = Object.hasOwn(fields, letter) ? fields[letter] : undefined;
    if (!field?.text.test(text) || (field.of === 'process' && place !== 'process')) return null;
    // Without `f` among the fields asked for, a file begins with its first field.
    if (field.of === 'file' && place !== 'file') file = {...file, ...blankParts};
    place = field.of;
    if (field.key !== undefined) file = {...file, [field.key]: text};
    return part;
  };
}

const blankParts = {descriptor: '', type: '', device: '', node: '', protocol: '', name: ''};
const blankFile: LsofFile = {pid: 0, command: '', user: null, ...blankParts};

function readName(file: LsofFile, ports: PortReader): Outcome | null {
  const type = file.type || (file.name.includes('[') ? 'IPv6' : 'IPv4');
  if (isSocketType(type)) return readLsofFile({...file, type}, ports);
  return skip(file.type === 'unix' ? 'unix' : 'file');
}

function readInfo(text: string): Outcome {
  const told = readTcp(text);
  return {kind: 'amend', amend: draft => ({...draft, ...told})};
}

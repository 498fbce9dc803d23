import {type Format, type LineResult, part, type ReadLine, skip} from './format.ts';
import {isSocketType, type LsofFile, readLsofFile, readTcp} from './lsof-socket.ts';
import type {ParsedRow} from './parsed-row.ts';
import type {PortReader} from './service-port.ts';

/** `lsof -F`: one field a line, named by its first letter (lsof(8), "OUTPUT FOR OTHER PROGRAMS"). */
export const lsofFields: Format = {
  command: 'lsof -F',
  header: () => false,
  open: ports => readAt(null, ports),
};

/** A process, or one of its files, with the fields read so far. */
type Place = {readonly file: LsofFile; readonly in: 'process' | 'file' | 'named-file'};

/** The part that a field belongs to: a process, a file, the name that ends a file, or TCP's fields below the name. */
type Part = 'process' | 'file' | 'name' | 'tcp';

const allowedIn: Readonly<Record<Part, readonly Place['in'][]>> = {
  process: ['process'],
  file: ['process', 'file', 'named-file'],
  name: ['file'],
  tcp: ['named-file'],
};
const leadsTo: Readonly<Record<Part, Place['in']>> = {
  process: 'process',
  file: 'file',
  name: 'named-file',
  tcp: 'named-file',
};

type Field = {readonly of: Part; readonly text: RegExp; readonly key?: keyof LsofFile};

// All but `p`, which begins a process.
const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['c', {of: 'process', text: /^.+$/, key: 'command'}],
  ['L', {of: 'process', text: /^\S{1,64}$/, key: 'user'}],
  ['u', {of: 'process', text: /^\d{1,10}$/}],
  ['g', {of: 'process', text: /^-?\d{1,10}$/}],
  ['R', {of: 'process', text: /^-?\d{1,10}$/}],
  ['K', {of: 'process', text: /^\d{1,10}$/}],
  ['M', {of: 'process', text: /^.{0,64}$/}],
  ['f', {of: 'file', text: /^\w{1,8}$/, key: 'descriptor'}],
  ['a', {of: 'file', text: /^[rwu -]?$/}],
  ['l', {of: 'file', text: /^[ rRwWuUxXNs]?$/}],
  ['t', {of: 'file', text: /^\w{2,8}$/, key: 'type'}],
  ['d', {of: 'file', text: /^\S{1,64}$/, key: 'device'}],
  ['D', {of: 'file', text: /^0x[0-9a-f]{1,16}$/}],
  ['G', {of: 'file', text: /^0x[0-9a-f;x]{1,40}$/}],
  ['i', {of: 'file', text: /^\d{1,20}$/, key: 'node'}],
  ['k', {of: 'file', text: /^\d{1,10}$/}],
  ['o', {of: 'file', text: /^0[tx][0-9a-f]{1,20}$/}],
  ['s', {of: 'file', text: /^\d{1,20}$/}],
  ['P', {of: 'file', text: /^[\w-]{2,12}$/, key: 'protocol'}],
  ['n', {of: 'name', text: /^/, key: 'name'}],
  ['T', {of: 'tcp', text: /^[A-Z]{2}=/}],
]);

const noFile = {descriptor: '', type: '', device: '', node: '', protocol: '', name: ''};
const noProcess: LsofFile = {pid: 0, command: '', user: null, ...noFile};

// The reader of the next line. A line that is no field leaves the place as it is.
function readAt(place: Place | null, ports: PortReader): ReadLine {
  return (line, above) => {
    const letter = line.slice(0, 1);
    const next = nextPlace(place, letter, line.slice(1));
    return next && {...resultOf(letter, line.slice(1), next.file, above, ports), next: readAt(next, ports)};
  };
}

function nextPlace(place: Place | null, letter: string, text: string): Place | null {
  if (letter === 'p') return /^\d{1,10}$/.test(text) ? {file: {...noProcess, pid: Number(text)}, in: 'process'} : null;
  const field = fields.get(letter);
  if (!place || !field?.text.test(text) || !allowedIn[field.of].includes(place.in)) return null;
  // A file begins with `f`, or with its first field where `f` was not requested.
  const isFirst = field.of === 'file' && (letter === 'f' || place.in !== 'file');
  const file = isFirst ? {...place.file, ...noFile} : place.file;
  return {file: field.key === undefined ? file : {...file, [field.key]: text}, in: leadsTo[field.of]};
}

function resultOf(
  letter: string,
  text: string,
  file: LsofFile,
  above: ParsedRow | null,
  ports: PortReader,
): LineResult {
  if (letter === 'n') return readName(file, ports) ?? {kind: 'unread'};
  if (letter !== 'T') return part;
  return above ? {kind: 'more', row: {...above, ...readTcp(text)}} : skip('detail');
}

function readName(file: LsofFile, ports: PortReader): LineResult | null {
  const type = file.type || (file.name.includes('[') ? 'IPv6' : 'IPv4');
  if (isSocketType(type)) return readLsofFile({...file, type}, ports);
  return skip(file.type === 'unix' ? 'unix' : 'file');
}

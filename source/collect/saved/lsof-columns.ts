import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, skip} from './format.ts';
import {isSocketType, type LsofFile, readLsofFile} from './lsof-socket.ts';
import {hasRowStart} from './row-starts.ts';
import type {PortReader} from './service-port.ts';

/** `lsof -i` in columns, with any of -n -P -R -g -T +c. Of plain `lsof`, the files that are no sockets are counted. */
export const lsofColumns: Format = {
  command: 'lsof -i',
  header: line => /^\s*COMMAND\s+PID\s.*\bTYPE\s+DEVICE\s/.test(line),
  open: (ports, header) => line => readLine(line, ports, header),
};

// Signs that people and programs write before a row.
const notCommand = /^[`"'*<>|#+[{-]|[<>]|:\d+:|\[[\d;]*[mK]/;

function readLine(line: Clean, ports: PortReader, header: Clean | null): LineResult | null {
  const words = line.trim().split(/\s+/);
  if (notCommand.test(words[0] ?? '')) return null;
  // Before the type: command, process ID, more IDs with -R and -g, user, file descriptor.
  const at = words.findIndex((word, index) => index > 3 && isSocketType(word));
  if (at >= 0) {
    const pid = placeOfPid(line, words, at - 2, header);
    const file = pid === null ? null : readFile([commandOf(words.slice(0, pid)), ...words.slice(pid)], at - pid + 1);
    return file && readLsofFile(file, ports);
  }
  if (!isNumber(words[1])) return null;
  // A row of netstat or ss has a number there too.
  if (header === null || words.length < 5 || hasRowStart(line)) return null;
  return skip(words.some((word, index) => index > 3 && word === 'unix') ? 'unix' : 'file');
}

// The name of a host, as a tool for many hosts prints it before a row: `web01`, `db.example.org`.
const host = /^(?=.*[\d.-])[a-z][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,62}){0,8}$/;

const commandOf = (words: readonly string[]): string =>
  (words.length > 1 && host.test(words[0] ?? '') && /^[a-z]/i.test(words[1] ?? '') ? words.slice(1) : words).join(' ');

const isNumber = (word = ''): boolean => /^\d{1,10}$/.test(word);

const moreIds = /\b(?:TID|TASKCMD|PPID|PGID)\b/;
const partOfName = /^[\w(][\w.()+-]{0,31}$/;
const partOfTask = /^[^\s:>[\]]{1,32}$/;

/**
 * The index of the process ID, by that of the user. Between the two stand more IDs, and with -K the name of a task. A
 * command has blanks where a terminal or an editor has replaced `\\x20`. null where the words are of no row.
 */
function placeOfPid(line: string, words: readonly string[], user: number, header: Clean | null): number | null {
  // A number in front may be the number of the line, and wide gaps may come from a frame.
  const isNamed = (pid: number): boolean =>
    /^[a-z]/i.test(line.trimStart()) &&
    words.slice(0, pid).every(word => partOfName.test(word)) &&
    (pid === 1 || line.trimStart().startsWith(words.slice(0, pid).join(' ')));
  const isLone = header !== null && !moreIds.test(header);
  if (isLone && isNumber(words[user - 1]) && isNamed(user - 1)) return user - 1;
  if (isNumber(words[1])) return words.slice(2, user).every(word => partOfTask.test(word)) ? 1 : null;
  const last = words.findLastIndex((word, index) => index < user && !isNumber(word)) + 1;
  return (header !== null || last === user - 1) && last < user && isNamed(last) ? last : null;
}

function readFile(words: readonly string[], at: number): LsofFile | null {
  const type = words[at] ?? '';
  const after = words.slice(at + 1);
  // DEVICE and SIZE/OFF stand before NODE; either may be blank.
  const node = after.findIndex(word => (type.startsWith('raw') ? /^\d+$/ : /^[A-Z]{3,8}6?$/).test(word));
  if (node < 0 || node > 2) return null;
  return {
    pid: Number(words[1]),
    command: words[0] ?? '',
    user: words[at - 2] ?? null,
    descriptor: words[at - 1] ?? '',
    type,
    device: node > 0 ? (after[0] ?? '') : '',
    node: after[node] ?? '',
    protocol: after[node] ?? '',
    name: after.slice(node + 1).join(' '),
  };
}

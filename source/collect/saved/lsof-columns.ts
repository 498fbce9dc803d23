import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, skip} from './format.ts';
import {isSocketType, type LsofFile, readLsofFile} from './lsof-socket.ts';
import type {PortReader} from './service-port.ts';

/** `lsof -i` in columns, with any of -n -P -R -g -T +c. Of plain `lsof`, the files that are no sockets are counted. */
export const lsofColumns: Format = {
  command: 'lsof -i',
  header: line => /^\s*COMMAND\s+PID\s.*\bTYPE\s+DEVICE\s/.test(line),
  open: (ports, header) => line => readLine(line, ports, header !== null),
};

// Signs that people and programs write before a row.
const notCommand = /^[`"'*<>|#]|[<>]|:\d+:|\[[\d;]*[mK]/;

function readLine(line: Clean, ports: PortReader, headed: boolean): LineResult | null {
  const words = line.trim().split(/\s+/);
  if (!/^\d{1,10}$/.test(words[1] ?? '') || notCommand.test(words[0] ?? '')) return null;
  // Before the type: command, process ID, more IDs with -R and -g, user, file descriptor.
  const at = words.findIndex((word, index) => index > 3 && isSocketType(word));
  if (at >= 0) {
    // Between the process and the user: more IDs, and with -K the name of a task.
    if (!words.slice(2, at - 2).every(word => /^[\w.\\-]+$/.test(word))) return null;
    const file = readFile(words, at);
    return file && readLsofFile(file, ports);
  }
  if (!headed || words.length < 5) return null;
  return skip(words.some((word, index) => index > 3 && word === 'unix') ? 'unix' : 'file');
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

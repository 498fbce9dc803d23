// The beginning of a row, where a header or another row stands before it in the line: its words up to the last end.
const end = /\S{1,300}[:.][\w*-]{1,32}/.source;
const starts = [
  // netstat of Unix: protocol, queues, both ends.
  `(?:tcp|udp|raw|icmp)(?:46|4|6)?\\s+\\d{1,15}\\s+\\d{1,15}\\s+${end}\\s+${end}`,
  // ss: Netid and state, or the state alone; queues, both ends.
  `(?:(?:tcp|udp|raw)\\s+)?(?:LISTEN|ESTAB|UNCONN|[A-Z]{3,5}-[A-Z0-9-]{3,8})\\s+\\d{1,15}\\s+\\d{1,15}\\s+${end}\\s+${end}`,
  // netstat of Windows: protocol and both ends.
  `(?:TCP|UDP)\\s+${end}\\s+${end}`,
  // lsof: command, process, user, descriptor, type.
  '[\\w.\\\\-]{1,64}\\s+\\d{1,10}\\s+(?:\\d{1,10}\\s+){0,2}\\S{1,64}\\s+\\d{1,9}[ruwW-]{0,2}\\s+IPv[46]\\s',
  // fstat: user, command, process, descriptor, type.
  '[\\w.-]{1,64}\\s+[\\w.-]{1,64}\\s+\\d{1,10}\\s+\\d{1,9}\\*?\\s+internet6?\\s',
  // sockstat: user, command, process, descriptor, protocol, both ends.
  `[\\w.-]{1,64}\\s+[\\w.-]{1,64}\\s+\\d{1,10}\\s+\\d{1,9}\\s+(?:tcp|udp)(?:46|4|6)?\\s+${end}\\s+${end}`,
];
const start = new RegExp(`(?<=^|[\\s>|*"'\`])(?:${starts.join('|')})`, 'g');

// Words that a row has once.
const once = /\s(?:tcp|udp|TCP|UDP)[46]{0,2}\s.*\b(?:tcp|udp|TCP|UDP)[46]{0,2}\s|\sIPv[46]\s.*\sIPv[46]\s/;
const onceOfSs = /(?:LISTEN|ESTAB|UNCONN)\s.*\s(?:LISTEN|ESTAB|UNCONN)\s/;

/** The longest line that is searched for rows, in UTF-16 units. */
const maxLength = 65_536;

/** Where rows begin in a line, so that it can be split there. */
export function rowStarts(line: string): readonly number[] {
  if (line.length > maxLength) return [];
  return [...line.matchAll(start)].map(({index}) => index);
}

/** Whether a line that reads as one row holds another behind it. Cheap where it does not. */
export const holdsMoreRows = (line: string): boolean =>
  (once.test(` ${line}`) || onceOfSs.test(line)) && rowStarts(line).length > 1;

// An end of a connection in numbers, with `:` or `.` before the port.
const printedEnd =
  /(?<=^|\s)(?:(?:[\d.]{7,15}|\*|\[[^\]\s]{1,64}\]|[\da-f:]{0,39}::[\da-f:.]{0,39}):(?:\d{1,5}|\*)|(?:(?:\d{1,3}\.){4}|\*\.)(?:\d{1,5}|\*))(?=\s|$)/g;

const namedEnds = /(?:^|\s)\S{1,300}:[\w*-]{1,32}\s+\S{1,300}:[\w*-]{1,32}(?:\s|$)/;

/** Whether a line has two ends of a connection, or the protocol and one. */
export function looksLikeRow(line: string): boolean {
  const ends = line.match(printedEnd) ?? [];
  return ends.length > 1 || namedEnds.test(line) || (ends.length === 1 && /(?:^|\s)(?:tcp|udp)[46]{0,2}\s/i.test(line));
}

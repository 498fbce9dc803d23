// The beginning of a row behind a header or another row in the same line: its words, for most tools up to both ends.
const end = /\S{1,300}[:.][\w*-]{1,32}/.source;
const stateOfSs = 'LISTEN|ESTAB|UNCONN|[A-Z]{3,5}-[A-Z0-9-]{3,8}';
const starts = [
  // netstat of Unix: protocol, queues, both ends.
  `(?:tcp|udp|raw|icmp)(?:46|4|6)?\\s+\\d{1,15}\\s+\\d{1,15}\\s+${end}\\s+${end}`,
  // ss: Netid and state, or the state alone; queues, both ends.
  `(?:(?:tcp|udp|raw)\\s+)?(?:${stateOfSs})\\s+\\d{1,15}\\s+\\d{1,15}\\s+${end}\\s+${end}`,
  // netstat of Windows: protocol and both ends.
  `(?:TCP|UDP)\\s+${end}\\s+${end}`,
  // lsof: command, process, user, descriptor, type.
  '(?=\\d{0,10}[a-zA-Z_])[\\w.\\\\-]{1,64}\\s+\\d{1,10}\\s+(?:\\d{1,10}\\s+){0,2}' +
    '\\S{1,64}\\s+\\d{1,9}[ruwW-]{0,2}\\s+IPv[46]\\s',
  // fstat: user, command, process, descriptor, type.
  '[\\w.-]{1,64}\\s+[\\w.-]{1,64}\\s+\\d{1,10}\\s+\\d{1,9}\\*?\\s+internet6?\\s',
  // sockstat: user, command, process, descriptor, protocol, both ends.
  `[\\w.-]{1,64}\\s+[\\w.-]{1,64}\\s+\\d{1,10}\\s+\\d{1,9}\\s+(?:tcp|udp)(?:46|4|6)?\\s+${end}\\s+${end}`,
];
const start = new RegExp(`(?<=^|[\\s>|*"'\`])(?:${starts.join('|')})`, 'g');

/** The longest line that is searched for rows, in UTF-16 units. */
const maxLength = 65_536;

/** The positions at which rows begin in a line, so that the line can be split there. */
export function rowStarts(line: string): readonly number[] {
  if (line.length > maxLength) return [];
  return [...line.matchAll(start)].map(({index}) => index);
}

// A row has one of these words.
const protocolWords = ['tcp', 'udp', 'TCP', 'UDP'];
const stateWords = ['LISTEN', 'ESTAB', 'UNCONN'];

/** Whether a line that is read as one row holds another row behind it. Cheap where it does not. */
export const holdsMoreRows = (line: string): boolean =>
  (countOf(line, protocolWords) > 1 || countOf(line, stateWords) > 1 || countOf(line, ['IPv']) > 1) &&
  rowStarts(line).length > 1;

// Counts each word twice at most.
function countOf(line: string, words: readonly string[]): number {
  let count = 0;
  for (const word of words) {
    const at = line.indexOf(word);
    if (at >= 0) count += line.indexOf(word, at + 1) < 0 ? 1 : 2;
  }
  return count;
}

// An end of a connection in numbers, with `:` or `.` before the port.
const ends = [
  /(?:[\d.]{7,15}|\*|\[[^\]\s]{1,64}\]|[\da-f:]{0,39}::[\da-f:.]{0,39}):(?:\d{1,5}|\*)/,
  /(?:(?:\d{1,3}\.){4}|\*\.)(?:\d{1,5}|\*)/,
];
const printedEnd = new RegExp(`(?<=^|\\s)(?:${ends.map(({source}) => source).join('|')})(?=\\s|$)`);
const eachEnd = new RegExp(printedEnd, 'g');

/** A line without the text behind its last end of a connection; "" where it has none. */
export function upToLastEnd(line: string): string {
  const last = [...line.matchAll(eachEnd)].at(-1);
  return last ? line.slice(0, last.index + last[0].length) : '';
}

const namedEnds = /(?:^|\s)\S{1,300}:[\w*-]{1,32}\s+\S{1,300}:[\w*-]{1,32}(?:\s|$)/;
// A tag or a quote may stand right before the first word.
const protocolAndQueue = /(?:^|[^\w.:-])(?:tcp|udp)[46]{0,2}\s+\d/i;
// A star may be escaped.
const protocolAndEnd = /(?:^|[^\w.:-])(?:tcp|udp)[46]{0,2}\s+\S{0,300}[:.][\w*\\]/i;
const stateAndQueue = /(?:^|[^\w.:-])(?:LISTEN|UNCONN|ESTAB|(?:TIME|CLOSE|FIN)-WAIT(?:-\d)?|SYN-\w{4}|LAST-ACK)\s+\d/;

// The state may be in any language.
const protocolStateAndQueues = /(?:^|[^\w.:-])(?:tcp|udp)[46]{0,2}\s+[\p{L}?][\p{L}\p{M}\d_?-]{1,20}\s+\d{1,15}\s+\d/iu;
const ofLsof = /\sIPv[46]\s+\S{1,300}\s+\S{1,300}\s+(?:TCP|UDP)\b/;

// JSON, and CSV.
const hasSeparator = /[",;]/;
const addressOrPort = /"(?:(?:local|remote)_?)?(?:address|ip|port)"\s{0,8}:/i;
const separators = /["'{}[\],;]+/g;
const protocolInCsv = /^\s*"?(?:tcp|udp)(?:46|4|6)?"?\s{0,4}[,;]/i;

/** Whether a line may be a row, or a part of one: it has an end of a connection, or a protocol or state and a queue. */
export const looksLikeRow = (line: string): boolean =>
  printedEnd.test(line) ||
  namedEnds.test(line) ||
  protocolAndEnd.test(line) ||
  hasRowStart(line) ||
  protocolStateAndQueues.test(line) ||
  ofLsof.test(line) ||
  addressOrPort.test(line) ||
  protocolInCsv.test(line) ||
  (hasSeparator.test(line) && printedEnd.test(line.replace(separators, ' ')));

/** Whether a line has the first columns of a row: protocol or state, and a queue. */
export const hasRowStart = (line: string): boolean => protocolAndQueue.test(line) || stateAndQueue.test(line);

import type {Holder, TcpInfo} from '../../domain/socket.ts';
import type {ParsedRow} from './parsed-row.ts';
import {joinHolders, savedHolders} from './printed-program.ts';
import {hasRowStart} from './row-starts.ts';

// The end of one process in `users:((…))`. A name has at most 15 bytes, too few for such an end and another start.
// iproute2 before 4.0 prints the numbers alone.
const entryEnd =
  '",(?:pid=\\d{1,10}(?:,(?:tid|proc_ctx|sock_ctx)=[^,)]+)*,fd=\\d{1,10}(?:,sock_ctx=[^,)]+)*|\\d{1,10},\\d{1,10})\\)';
const listEnd = new RegExp(`${entryEnd}\\)(?=$|\\s+[a-z<-])`);
const lastEnd = new RegExp(`${entryEnd}\\)`, 'g');
const between = new RegExp(`(?<=${entryEnd}),(?=\\(")`);
const entry = /^\("(.*)",(?:pid=(\d{1,10}).*,fd=(\d{1,10})|(\d{1,10}),(\d{1,10})\))/;

const details = [
  /users:\(\(/,
  /(?:^|\s)(?:ino|uid|sk|skmem|timer|cgroup|v6only|cwnd|rto|rtt|mss|segs_out|tcp-ulp-\w+):/,
  /(?:^|\s)(?:tos|tclass|class_id|inet-sockopt):/,
  /\s(?:<->|-->|<--|---)$/,
];

/** Whether a line is more about the socket above: the output of -p, -e, -m or -i in a line of its own. */
export const isDetail = (line: string): boolean =>
  /^\s+\S/.test(line) && details.some(detail => detail.test(line)) && !row.test(line) && !hasRowStart(line);

// Both ends: a row that lacks the columns before them, or has a number there.
const row =
  /\s(?:\d{1,15}\s+\d{1,15}\s+\S+:\S+|(?:[\d.]{7,15}|\*|\[[^\]\s]{1,64}\])(?:%[\w.-]{1,32})?:[\d*]{1,5})\s+\S+:[\w*-]/;

/**
 * Reads the details that ss prints after the addresses: processes (-p), uid, inode and IPV6_V6ONLY (-e), struct
 * tcp_info (-i). null where the list of processes cannot be read.
 */
export function readDetails(text: string): Partial<ParsedRow> {
  const split = splitUsers(text);
  const [users, rest] = split ?? ['', text];
  // The only free text among the rest is the path of the control group. Inode and uid stand before it.
  const facts = rest.split(/\bcgroup:/, 1)[0] ?? '';
  const inode = number(facts, /(?:^|\s)ino:(\d{1,15})/);
  const uid = number(facts, /(?:^|\s)uid:(\d{1,10})/);
  const v6only = number(rest, /\sv6only:([01])(?:\s|$)/);
  const tcp = readTcpInfo(rest);
  const holders = readUsers(users);
  return {
    ...(split === null || (users !== '' && holders.length === 0) ? {isPartial: true} : {}),
    ...(users === '' ? {} : {holders}),
    // ss(8) -e prints the inode always, and the uid only where it is not 0.
    ...(inode === null ? {} : {inode, uid: uid ?? 0}),
    ...(v6only === null ? {} : {v6only: v6only === 1}),
    ...(tcp === null ? {} : {tcp}),
    // -i; without CAP_NET_ADMIN a kernel before 6.15 does not report it, so nothing proves that it is none.
    ...(/\stcp-ulp-mptcp(?:\s|$)/.test(facts) ? {mptcp: true} : {}),
  };
}

// null where a list begins and cannot be read.
function splitUsers(text: string): readonly [users: string, rest: string] | null {
  const start = text.search(/(?:^|\s)users:\(\(/);
  if (start < 0) return ['', text];
  const list = text.slice(text.indexOf('(', start) + 1);
  const end = list.match(listEnd);
  if (end?.index === undefined) return splitAtLast(list, text.slice(0, start));
  const length = end.index + end[0].length;
  return [list.slice(0, length - 1), `${text.slice(0, start)} ${list.slice(length)}`];
}

// The list ends with its last entry where something stands behind it that ss does not print.
function splitAtLast(list: string, before: string): readonly [users: string, rest: string] | null {
  const last = [...list.matchAll(lastEnd)].at(-1);
  if (!last) return null;
  const length = last.index + last[0].length;
  return [list.slice(0, length - 1), `${before} ${list.slice(length)}`];
}

/**
 * Holders of `("name",pid=1,fd=3),("name",pid=2,fd=4)`. A name may itself hold `",pid=1,f`, so the last `pid=` counts.
 */
export function readUsers(list: string): readonly Holder[] {
  const entries: string[] = [];
  for (const text of list.split(between)) {
    // A part that is no entry is the rest of a name that ends like an entry.
    entries.push(entry.test(text) ? text : `${entries.pop() ?? ''},${text}`);
  }
  return joinHolders(entries.flatMap(readEntry));
}

function readEntry(text: string): readonly Holder[] {
  const match = text.match(entry);
  if (!match) return [];
  const [, name = '', pid = match[4], descriptor = match[5]] = match;
  return savedHolders(Number(pid), name, {descriptors: [Number(descriptor)]});
}

// ss leaves out zeros. The bytes sent are the bytes that the other end has acknowledged.
function readTcpInfo(text: string): TcpInfo | null {
  const rttMs = number(text, /\srtt:(\d{1,9}(?:\.\d{1,6})?)/);
  if (rttMs === null) return null;
  return {
    rttMs,
    retransmits: number(text, /\sretrans:\d{1,9}\/(\d{1,9})/) ?? 0,
    bytesSent: number(text, /\sbytes_acked:(\d{1,15})/) ?? 0,
    bytesReceived: number(text, /\sbytes_received:(\d{1,15})/) ?? 0,
  };
}

function number(text: string, pattern: RegExp): number | null {
  const match = text.match(pattern);
  return match ? Number(match[1]) : null;
}

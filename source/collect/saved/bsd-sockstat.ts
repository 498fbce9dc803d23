import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, skip} from './format.ts';
import {joinPatterns} from './join-patterns.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readUser, savedHolders} from './printed-program.ts';
import {readFamily, readProtocol, readV6only} from './printed-protocol.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

const columns = joinPatterns(
  // User, command, process ID, descriptor; `?` for an ID where no process holds the socket.
  /^ {0,64}([\w?][\w.@\\$+-]{0,63}) {1,32}(\S(?: ?\S){0,63}?) {1,32}(\d{1,10}|\?) {1,16}(\d{1,9}|\?) {1,16}/,
  // Protocol, ends, and with -s the state.
  /(tcp|udp|icm|raw)(46|4|6)? {1,16}(\S{1,300}) {1,64}(\S{1,300})(?: {1,64}(\S{1,24}))? *$/,
);
const others = /\s(?:stream|dgram|seqpac|seqpacket|sctp[46]*|divert\d?|udplite[46]*)\s/;

/** sockstat of FreeBSD (`address:port`) and NetBSD (`address.port`): a row for every descriptor of every process. */
export const sockstat: Format = {
  command: 'sockstat',
  header: line => /^\s*USER\s+COMMAND\s+PID\s+FD\s+PROTO\s/.test(line),
  open: (ports, header) => line => readLine(line, ports, header !== null),
};

function readLine(line: Clean, ports: PortReader, headed: boolean): LineResult | null {
  const match = line.match(columns);
  if (!match) return headed && others.test(line) ? skip('unix') : null;
  const [, user = '', command = '', pid = '', descriptor = '', name = '', version, local = '', foreign = ''] = match;
  const protocol = readProtocol(name);
  const separator = local.lastIndexOf(':') > local.lastIndexOf('.') ? ':' : '.';
  const ends = readEnds(local, foreign, {separator, protocol, family: readFamily(version), ports});
  if (!ends) return null;
  return {
    kind: 'row',
    row: {
      ...blankRow,
      protocol,
      state: protocol === 'tcp' ? readState(match[9] ?? '') : null,
      v6only: readV6only(version),
      ...ends,
      ...readHolder(user, command, pid, descriptor),
      // Workers that share a listening socket have a row each, and the table has nothing else to identify a socket by.
      identity: `${name}${version ?? ''} ${local} ${foreign}`,
    },
  };
}

function readHolder(user: string, command: string, pid: string, descriptor: string): Partial<ParsedRow> {
  if (pid === '?') return {};
  const descriptors = descriptor === '?' ? [] : [Number(descriptor)];
  return {...readUser(user), holders: savedHolders(Number(pid), command, {user, descriptors})};
}

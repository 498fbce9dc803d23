import type {Clean} from '../../domain/text.ts';
import {blankDraft, type Format, type Outcome, skip} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readUser, savedProcess} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

// User, command, process ID, descriptor, protocol, ends; with -s the state. `?` where no process holds the socket.
const columns =
  /^(\S{1,64}) {1,32}(\S.{0,63}?) {1,32}(\d{1,10}|\?) {1,16}(\d{1,9}|\?) {1,16}(tcp|udp|icm|raw)(46|4|6)? {1,16}(\S{1,300}) {1,64}(\S{1,300})(?: {1,64}(\S{1,24}))? *$/;
const others = /\s(?:stream|dgram|seqpac|seqpacket|sctp[46]*|divert\d?|udplite[46]*)\s/;

/** sockstat of FreeBSD (`address:port`) and NetBSD (`address.port`): a row for every descriptor of every process. */
export const sockstat: Format = {
  name: 'sockstat',
  header: line => /^\s*USER\s+COMMAND\s+PID\s+FD\s+PROTO\s/.test(line),
  open: (ports, header) => line => readRow(line, ports, header !== null),
};

function readRow(line: Clean, ports: PortReader, headed: boolean): Outcome | null {
  const match = line.match(columns);
  if (!match) return headed && others.test(line) ? skip('unix') : null;
  const [, user = '', command = '', pid, descriptor, name, version, local = '', foreign = '', state = ''] = match;
  const protocol = name === 'tcp' || name === 'udp' ? name : 'raw';
  const separator = local.lastIndexOf(':') > local.lastIndexOf('.') ? ':' : '.';
  const family = version === undefined ? null : version === '4' ? 4 : 6;
  const ends = readEnds(local, foreign, {separator, protocol, family, ports});
  if (!ends) return null;
  const descriptors = descriptor === '?' ? [] : [Number(descriptor)];
  const holder = {process: savedProcess(Number(pid), command, user), descriptors};
  return {
    kind: 'socket',
    draft: {
      ...blankDraft,
      protocol,
      state: protocol === 'tcp' ? readState(state) : null,
      v6only: version === '46' ? false : null,
      ...ends,
      ...(pid === '?' ? {} : {...readUser(user), holders: [holder]}),
      // Workers that share a listening socket have a row each, and the table has nothing else to tell sockets by.
      identity: `${name}${version ?? ''} ${local} ${foreign}`,
    },
  };
}

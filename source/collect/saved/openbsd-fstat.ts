import type {Clean} from '../../domain/text.ts';
import {type Format, type LineResult, skip} from './format.ts';
import {joinPatterns} from './join-patterns.ts';
import {blankRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readUser, savedHolders} from './printed-program.ts';
import type {PortReader} from './service-port.ts';

const socket = joinPatterns(
  // User, command, process ID, descriptor.
  /^ {0,64}([\w?][\w.@\\$+-]{0,63}) {1,32}(\S(?: ?\S){0,63}?) {1,32}(\d{1,10}) {1,16}(\d{1,9})\*?/,
  // Domain, type, protocol, address in the kernel (0x0 without privilege).
  / {1,16}internet(6)? {1,16}(?:stream|dgram|raw) {1,16}(\S{1,32})(?: {1,16}((?:0x)?[0-9a-f]{1,16}))?/,
  // Local end, and behind an arrow the peer's.
  /(?: {1,16}(\S{1,255}:\S{1,32})(?: {1,16}(?:-->|<--|<->) {1,16}(\S{1,300}))?)?(?: .*)?$/,
);
const file = joinPatterns(
  /^ {0,64}[\w?][\w.@\\$+-]{0,63} {1,32}\S(?: ?\S){0,63}? {1,32}\d{1,10} {1,16}/,
  /(?:\d{1,9}\*?|wd|root|text|tr|jail|mmap|ctty) {1,16}\S/,
);

/** Of a row of a socket that is not read as one yet: something stands around it. */
const internet = /\sinternet6? +(?:stream|dgram|raw)\s/;

/** fstat of OpenBSD and NetBSD: every open file of every process. Files that are no internet sockets are counted. */
export const fstat: Format = {
  command: 'fstat',
  header: line => /^\s*USER\s+CMD\s+PID\s+FD\s/.test(line),
  open: (ports, header) => line => readLine(line, ports, header !== null),
};

function readLine(line: Clean, ports: PortReader, headed: boolean): LineResult | null {
  const match = line.match(socket);
  if (!match) return headed && file.test(line) && !internet.test(line) ? skip('file') : null;
  const [, user = '', command = '', pid, descriptor, six, name = '', kernelAddress, local, foreign = '*:*'] = match;
  if (name !== 'tcp' && name !== 'udp') return skip('other-sockets');
  if (local === undefined) return skip('no-address');
  const ends = readEnds(local, foreign, {separator: ':', protocol: name, family: six === undefined ? 4 : 6, ports});
  if (!ends) return null;
  const hasKernelAddress = kernelAddress !== undefined && !/^(?:0x)?0+$/.test(kernelAddress);
  return {
    kind: 'row',
    row: {
      ...blankRow,
      protocol: name,
      ...ends,
      ...readUser(user),
      holders: savedHolders(Number(pid), command, {user, descriptors: [Number(descriptor)]}),
      identity: hasKernelAddress ? `${name} ${kernelAddress}` : `${name}${six ?? ''} ${local} ${foreign}`,
    },
  };
}

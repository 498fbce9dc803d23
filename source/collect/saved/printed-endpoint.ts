import {formatIPv4, formatIPv6, isWildcard, parseIPv4, parseIPv6} from '../../domain/address.ts';
import type {Endpoint, Protocol} from '../../domain/socket.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import type {PortReader} from './service-port.ts';

type Host = {readonly address: string; readonly family: 4 | 6 | null; readonly interface: Clean | null};
type HostAndPort = {readonly host: Host; readonly port: number};

/** Both ends of a socket; `family` is 4 where neither the table nor an address shows one. */
export type Ends = {readonly family: 4 | 6; readonly local: Endpoint; readonly peer: Endpoint | null};

export type EndsOptions = {
  /** Stands before the port: `:`, or `.` on BSD and macOS. */
  readonly separator: ':' | '.';
  readonly protocol: Protocol;
  /** By the table's protocol column; null where it does not show the family. */
  readonly family: 4 | 6 | null;
  readonly ports: PortReader;
  /** Characters that the table has for an end, and cuts a longer one to; absent where it cuts none. */
  readonly width?: number;
};

/**
 * Reads local and foreign address of a row. A foreign wildcard without port (`*:*`, `0.0.0.0:0`, `:::*`, `*.*`) is no
 * peer. Host names stay as text; an IPv6 address that a table has cut ends with `…`. null where either is no address.
 */
export function readEnds(local: string, foreign: string, options: EndsOptions): Ends | null {
  const isWide = Math.max(local.length, foreign.length) > (options.width ?? 0);
  const near = readEnd(local, options, !isWide && local.length === options.width);
  const far = readEnd(foreign, options, !isWide && foreign.length === options.width);
  if (!near || !far) return null;
  const families = [options.family, near.host.family, far.host.family];
  const family = families.includes(6) ? 6 : 4;
  return {family, local: place(near, family), peer: isNobody(far) ? null : place(far, family)};
}

function readEnd(text: string, {separator, protocol, ports}: EndsOptions, isFull: boolean): HostAndPort | null {
  const at = text.lastIndexOf(separator);
  if (at < 0) return null;
  const host = readHost(text.slice(0, at), isFull);
  const port = host && ports(text.slice(at + 1), protocol);
  return host && port !== null ? {host, port} : null;
}

const isNobody = ({host, port}: HostAndPort): boolean => port === 0 && isWildcard(host.address);

// Brackets stand around the address alone (ss) or around the scope too (Windows), or nowhere (netstat).
const bracketed = /^\[([^\][%\s]{1,255})(?:%([^\][%\s]{1,64}))?\](?:%([^\][%\s]{1,64}))?$/;
const plain = /^([^\][%\s]{1,255})(?:%([^\][%\s]{1,64}))?$/;

// Texts that people put in the place of an address that is theirs: `<my-ip>`, `[redacted]`, `***`, `192.0.2.*`, `$IP`.
const words = /[\p{L}\p{N}_.-]{1,40}/u.source;
const part = /(?:[\w-]{1,20}|\*{1,8}|#{1,8})/.source;
const placeholder = new RegExp(
  `^(?:<${words}>|\\[(?!\\d+\\.)${words}\\]|\\{${words}\\}|\\(${words}\\)|\\$\\{?\\w{1,40}\\}?|\\?|\\*{2,8}|#{1,8}|` +
    `(?=.*[*#])${part}(?:\\.${part}){1,3})$`,
  'u',
);

function readHost(text: string, isFull: boolean): Host | null {
  const match = text.match(bracketed) ?? text.match(plain);
  if (!match) return null;
  const name = match[1] ?? '';
  const device = match[2] ?? match[3];
  const scope = device === undefined ? null : sanitize(device);
  const four = parseIPv4(name);
  if (four) return {address: formatIPv4(...four), family: 4, interface: scope};
  const six = name.includes(':') ? parseIPv6(name) : null;
  if (six) return {address: formatIPv6(six) + (isFull && mayBeCut(name) ? '…' : ''), family: 6, interface: scope};
  if (placeholder.test(text)) return {address: text, family: null, interface: null};
  if (name !== '*' && !/^[\p{L}\p{N}_.:-]+$/u.test(name)) return null;
  if (!name.includes(':')) return {address: name, family: null, interface: scope};
  // Dots of the table's own mark the cut already.
  return {address: `${name.replace(/\.+$/, '')}…`, family: 6, interface: scope};
}

// A whole address has eight groups, or the zeros that `::` stands for; or it ends in an IPv4 address.
const mayBeCut = (name: string): boolean => name.includes('::') && !name.includes('.') && !name.endsWith('::');

// The wildcard of a known family, and IPv4 on an IPv6 socket, which netstat and lsof print without ::ffff:.
function place({host, port}: HostAndPort, family: 4 | 6): Endpoint {
  const mapped = family === 6 && host.family === 4 ? `::ffff:${host.address}` : host.address;
  const address = host.address === '*' ? (family === 6 ? '::' : '0.0.0.0') : mapped;
  return {address: sanitize(address), port, interface: host.interface};
}

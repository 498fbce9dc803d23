import {isWildcard, parseIPv4, parseIPv6} from '../domain/address.ts';
import {type Endpoint, isBoundOnly, type Socket} from '../domain/socket.ts';
import {type Clean, trusted} from '../domain/text.ts';
import {inNamespace, type NamespaceEntry} from '../linux/namespace-file.ts';

/** No host names (-n), no port names (-P), no warnings (-w). */
const plainOutput = ['-nP', '-w'];

/** Fields of lsof(8) "OUTPUT FOR OTHER PROGRAMS", each ended by NUL, so that no name can forge one. */
const fields = '-FpcuLftadlsoiPnT0';

const mapped = '::ffff:';

/**
 * The selection of files for lsof: protocol, IP version, local address and port of the socket, as lsof(8) -i takes
 * them. A v4-mapped address goes without a version: lsof takes its dotted form for IPv4, though its type is IPv6. -i
 * cannot select sockets without a port, so all numbered descriptors are listed.
 */
export function lsofSelection(socket: Socket): readonly string[] {
  const {protocol, family, local} = socket;
  if (!isSelectedByPort(socket)) return ['-d', '0-1048576'];
  const name = protocol.toUpperCase();
  const port = local.port === 0 ? '' : `:${local.port}`;
  const dotted = local.address.startsWith(mapped) ? local.address.slice(mapped.length) : local.address;
  if (isWildcard(local.address)) return [`-i${family ?? ''}${name}${port}`];
  if (parseIPv4(dotted)) return [`-i${dotted === local.address ? '4' : ''}${name}@${dotted}${port}`];
  if (parseIPv6(dotted)) return [`-i6${name}@[${dotted}]${port}`];
  return [`-i${name}${port}`];
}

/** Whether -i of lsof finds the socket: TCP or UDP that procfs lists. */
export const isSelectedByPort = (socket: Socket): boolean =>
  (socket.protocol === 'tcp' || socket.protocol === 'udp') && !isBoundOnly(socket);

/** Arguments of lsof for a selection. */
export const lsofArguments = (selection: readonly string[]): readonly string[] => [
  ...plainOutput,
  ...selection,
  fields,
];

/** The command line that prints the same selection as a table, quoted for a shell; in a namespace by nsenter(1). */
export function lsofCommandLine(selection: readonly string[], entry: NamespaceEntry = {file: null}): Clean {
  const [tool, parameters] = inNamespace(entry, 'lsof', ['-nP', ...selection]);
  const words = parameters.map(word => (/^[\w.:@=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
  return trusted([tool, ...words].join(' '));
}

/** The name (field `n`) that lsof prints for the socket, with -nP. */
export function lsofName({local, peer}: Socket): string {
  return peer === null ? endpointName(local) : `${endpointName(local)}->${endpointName(peer)}`;
}

function endpointName({address, port}: Endpoint): string {
  const dotted = address.startsWith(mapped) ? address.slice(mapped.length) : address;
  const host = isWildcard(address) ? '*' : dotted.includes(':') ? `[${dotted}]` : dotted;
  return `${host}:${port === 0 ? '*' : port}`;
}

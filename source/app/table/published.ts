import {networkOf} from '../../domain/netns.ts';
import {baseName, programName} from '../../domain/program.ts';
import {isListed, type Process, type Socket} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {unicodeSymbols} from '../../screens/text/symbols.ts';
import {endpointText, protocolText} from './cells.ts';

/** The end in a container to which docker-proxy passes the connections to a port of the host. */
type Target = {readonly address: string; readonly port: number; readonly container: string | null};

/**
 * The other side of a published port, in words: of the port on the host, the socket in the container that answers it;
 * of the socket in the container, the ports on the host. null where there is none. Linear in `rows`, the rows of a
 * poll, for a listener of docker-proxy or of another network namespace; constant for all others.
 */
export function publishedWords(row: AssessedSocket, rows: readonly AssessedSocket[]): string | null {
  if (row.direction !== 'listening') return null;
  const target = targetOf(row.socket);
  if (target !== null) {
    const answering = rows.filter(other => answers(other.socket, row.socket, target));
    return answering.length === 0 ? null : `answered by ${answering.map(inContainer).join('; ')}`;
  }
  if (row.socket.netns === null) return null;
  const proxies = rows.filter(({socket, direction}) => {
    const to = direction === 'listening' ? targetOf(socket) : null;
    return to !== null && answers(row.socket, socket, to);
  });
  return proxies.length === 0 ? null : `published on ${[...new Set(proxies.map(ends))].join(', ')} by docker-proxy`;
}

const processesOf = ({owner}: Socket): readonly Process[] =>
  owner.known ? owner.value.map(({process}) => process) : [];

function targetOf(socket: Socket): Target | null {
  for (const {executable, command, publishes} of processesOf(socket)) {
    if (!executable.known || baseName(executable.value.path) !== 'docker-proxy') continue;
    const [, address, port] = / -container-ip (\S+) -container-port (\d+)(?: |$)/.exec(command) ?? [];
    if (address !== undefined) return {address, port: Number(port), container: publishes?.id ?? null};
  }
  return null;
}

/** Whether a socket answers a port that is published to this target: of the same container, or at its very address. */
function answers(socket: Socket, published: Socket, {address, port, container}: Target): boolean {
  const {netns, protocol, peer, local} = socket;
  if (netns === null || peer !== null || protocol !== published.protocol || local.port !== port) return false;
  return container === null
    ? local.address === address
    : processesOf(socket).some(process => process.container?.id === container);
}

const ends = ({socket}: AssessedSocket): string =>
  `${protocolText(socket)} ${endpointText(socket.local, Number.POSITIVE_INFINITY, unicodeSymbols)}`;

function inContainer(row: AssessedSocket): string {
  const {owner, netns} = row.socket;
  const [first] = owner.known ? owner.value.filter(({process}) => isListed(process)) : [];
  return `${first ? `${programName(first)}, ` : ''}${ends(row)} in ${networkOf(netns)}`;
}

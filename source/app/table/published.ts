import {networkOf} from '../../domain/netns.ts';
import {baseName, programName} from '../../domain/program.ts';
import {type Container, isListed, type Process, type Socket} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {unicodeSymbols} from '../../screens/text/symbols.ts';
import {endpointText, protocolText} from './cells.ts';

/** The sockets in a container for which a process of its engine has a port of the host. */
type Target = {
  /** `passes`: the process passes connections on itself. `keeps`: it keeps the port, and the kernel redirects it. */
  readonly by: 'passes' | 'keeps';
  readonly program: string;
  readonly answers: (socket: Socket) => boolean;
};

/**
 * The other side of a published port, in words: of the port on the host, the sockets in the container; of a socket in
 * the container, the ports on the host. null where there is none. Linear in `rows`, the rows of a poll, for a port that
 * an engine publishes and for a listener of another network namespace; constant for all others.
 */
export function publishedWords(row: AssessedSocket, rows: readonly AssessedSocket[]): string | null {
  const {socket} = row;
  if (row.direction !== 'listening') return null;
  const target = targetOf(socket);
  if (target !== null) {
    const answering = rows.filter(other => isPair(other, socket, target)).map(inContainer);
    if (answering.length === 0) return null;
    return target.by === 'passes'
      ? `answered by ${answering.join('; ')}`
      : `kept for a container with ${answering.join('; ')}`;
  }
  if (socket.netns === null) return null;
  const ports = rows.flatMap(other => {
    const to = other.direction === 'listening' ? targetOf(other.socket) : null;
    return to !== null && isPair(row, other.socket, to) ? [{to, end: ends(other)}] : [];
  });
  const words = [...Map.groupBy(ports, ({to}) => `${to.by} ${to.program}`).values()].map(each => {
    const all = [...new Set(each.map(({end}) => end))].join(', ');
    const [first] = each;
    return first?.to.by === 'keeps'
      ? `its container has ${all}, kept by ${first.to.program}`
      : `published on ${all} by ${first?.to.program}`;
  });
  return words.length === 0 ? null : words.join('; ');
}

const processesOf = ({owner}: Socket): readonly Process[] =>
  owner.known ? owner.value.map(({process}) => process) : [];

/** Anybody may start a program with the name and the arguments of another: of root alone they count. */
function targetOf(socket: Socket): Target | null {
  for (const {executable, command, publishes, uid} of processesOf(socket)) {
    if (!executable.known || uid !== 0) continue;
    const program = baseName(executable.value.path);
    if (program === 'docker-proxy') return proxyTarget(command, publishes);
    if (program === 'conmon' && publishes !== null)
      return {by: 'keeps', program, answers: other => isOf(other, publishes)};
  }
  return null;
}

/** The socket at the port to which docker-proxy passes connections: of its container, or at the very address. */
function proxyTarget(command: string, publishes: Container | null): Target | null {
  const [, address, port] = / -container-ip (\S+) -container-port (\d+)(?: |$)/.exec(command) ?? [];
  if (address === undefined) return null;
  return {
    by: 'passes',
    program: 'docker-proxy',
    answers: other =>
      other.local.port === Number(port) &&
      (publishes === null ? other.local.address === address : isOf(other, publishes)),
  };
}

/** Whether a socket is of a container, or of another one that shares its network namespace (a pod). */
const isOf = (socket: Socket, {id, name}: Container): boolean =>
  processesOf(socket).some(({container}) => container?.id === id) || (name !== null && socket.netns?.name === name);

function isPair({socket, direction}: AssessedSocket, published: Socket, target: Target): boolean {
  const {netns, protocol, peer} = socket;
  const isServer = direction === 'listening' && netns !== null && peer === null;
  return isServer && protocol === published.protocol && target.answers(socket);
}

const ends = ({socket}: AssessedSocket): string =>
  `${protocolText(socket)} ${endpointText(socket.local, Number.POSITIVE_INFINITY, unicodeSymbols)}`;

function inContainer(row: AssessedSocket): string {
  const {owner, netns} = row.socket;
  const [first] = owner.known ? owner.value.filter(({process}) => isListed(process)) : [];
  return `${first ? `${programName(first)}, ` : ''}${ends(row)} in ${networkOf(netns)}`;
}

import {baseName} from '../../domain/program.ts';
import type {Container, Process, Socket} from '../../domain/socket.ts';

/** A socket on one side of a published port, and the program of the container engine between both sides. */
export type Side = {
  readonly socket: Socket;
  /**
   * `passes`: the program passes connections on to exactly this socket. `keeps`: it keeps the port of the host, and the
   * kernel redirects connections to some listener of the container.
   */
  readonly by: 'passes' | 'keeps';
  readonly program: string;
};

/** The other side of a published port, of which one of both lists has sockets, or both. */
export type Published = {
  /** Of a port of the host: the sockets in the container. */
  readonly answeredBy: readonly Side[];
  /** Of a socket in a container: the ports of the host. */
  readonly publishedAs: readonly Side[];
};

/** The sockets in a container for which a process of its engine has a port of the host. */
type Target = Pick<Side, 'by' | 'program'> & {readonly answers: (socket: Socket) => boolean};

/**
 * A function that finds the other side of a published port among these sockets; null where there is none. Linear in the
 * sockets; the function is linear in the sockets of other network namespaces for a published port, and in the published
 * ports for a socket of another namespace.
 */
export function publishedPairs(sockets: readonly Socket[]): (socket: Socket) => Published | null {
  const ports = sockets.flatMap(socket => {
    const target = targetOf(socket);
    return target ? [{socket, target}] : [];
  });
  if (ports.length === 0) return () => null;
  const inside = sockets.filter(isInContainer);
  return socket => {
    const to = targetOf(socket);
    const answeredBy = to ? inside.filter(other => isPair(other, socket, to)).map(other => sideOf(other, to)) : [];
    const publishedAs = isInContainer(socket)
      ? ports
          .filter(({socket: port, target}) => isPair(socket, port, target))
          .map(({socket: port, target}) => sideOf(port, target))
      : [];
    return answeredBy.length + publishedAs.length === 0 ? null : {answeredBy, publishedAs};
  };
}

const sideOf = (socket: Socket, {by, program}: Target): Side => ({socket, by, program});

/** Whether it takes connections or datagrams of anybody. */
const isServer = ({protocol, state, peer}: Socket): boolean =>
  peer === null && (protocol !== 'tcp' || state === 'LISTEN');

/** Whether a socket serves in a network namespace of its own, as the ones of containers do. */
const isInContainer = (socket: Socket): boolean => socket.netns !== null && isServer(socket);

const isPair = (inside: Socket, published: Socket, {answers}: Target): boolean =>
  isInContainer(inside) && inside.protocol === published.protocol && answers(inside);

/** Anybody may start a program with the name and the arguments of another: of root alone they count. */
function targetOf(socket: Socket): Target | null {
  if (!isServer(socket)) return null;
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

const processesOf = ({owner}: Socket): readonly Process[] =>
  owner.known ? owner.value.map(({process}) => process) : [];

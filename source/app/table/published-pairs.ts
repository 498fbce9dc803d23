import {baseName} from '../../domain/program.ts';
import type {Process, Socket} from '../../domain/socket.ts';

/** The other side of a published port, of which one of both lists has sockets, or both. */
export type Published = {
  /** Of a port of docker-proxy: the sockets in the container that answer its connections. */
  readonly answeredBy: readonly Socket[];
  /** Of a socket in a container: the ports of docker-proxy whose connections it answers. */
  readonly publishedAs: readonly Socket[];
};

/** The end in a container to which docker-proxy passes the connections to a port. */
type Target = {readonly address: string; readonly port: number; readonly container: string | null};

/**
 * A function that finds the other side of a published port among these sockets; null where there is none. Linear in the
 * sockets; the function is linear in the ports that are published.
 */
export function publishedPairs(sockets: readonly Socket[]): (socket: Socket) => Published | null {
  const ports = sockets.flatMap(socket => {
    const target = targetOf(socket);
    return target ? [{socket, target}] : [];
  });
  if (ports.length === 0) return () => null;
  const byPort = Map.groupBy(sockets.filter(isInContainer), ({local}) => local.port);
  return socket => {
    const to = targetOf(socket);
    const candidates = (to && byPort.get(to.port)) ?? [];
    const answeredBy = to ? candidates.filter(other => answers(other, socket, to)) : [];
    const publishedAs = isInContainer(socket)
      ? ports.filter(({socket: port, target}) => answers(socket, port, target)).map(({socket: port}) => port)
      : [];
    return answeredBy.length + publishedAs.length === 0 ? null : {answeredBy, publishedAs};
  };
}

/** Whether a socket waits in a network namespace of its own, as the ones of containers do. */
const isInContainer = ({netns, peer}: Socket): boolean => netns !== null && peer === null;

function targetOf(socket: Socket): Target | null {
  if (socket.peer !== null) return null;
  for (const {executable, command, publishes} of processesOf(socket)) {
    if (!executable.known || baseName(executable.value.path) !== 'docker-proxy') continue;
    const [, address, port] = / -container-ip (\S+) -container-port (\d+)(?: |$)/.exec(command) ?? [];
    if (address !== undefined) return {address, port: Number(port), container: publishes?.id ?? null};
  }
  return null;
}

/** Whether a socket answers a port that is published to this target: of the same container, or at its very address. */
function answers(socket: Socket, published: Socket, {address, port, container}: Target): boolean {
  const {protocol, local} = socket;
  if (!isInContainer(socket) || protocol !== published.protocol || local.port !== port) return false;
  return container === null
    ? local.address === address
    : processesOf(socket).some(process => process.container?.id === container);
}

const processesOf = ({owner}: Socket): readonly Process[] =>
  owner.known ? owner.value.map(({process}) => process) : [];

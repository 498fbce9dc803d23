import {networkOf} from '../../domain/netns.ts';
import {programName} from '../../domain/program.ts';
import {isListed, type Socket} from '../../domain/socket.ts';
import {unicodeSymbols} from '../../screens/text/symbols.ts';
import {endpointText, protocolText} from './cells.ts';
import {publishedPairs} from './published-pairs.ts';

/**
 * The other side of a published port, in words: of the port on the host, the socket in the container that answers it;
 * of the socket in the container, the ports on the host. null where there is none. Linear in `sockets`, the ones of a
 * poll.
 */
export function publishedWords(socket: Socket, sockets: readonly Socket[]): string | null {
  const {answeredBy = [], publishedAs = []} = (socket.peer === null && publishedPairs(sockets)(socket)) || {};
  if (answeredBy.length > 0) return `answered by ${answeredBy.map(inContainer).join('; ')}`;
  if (publishedAs.length > 0) return `published on ${[...new Set(publishedAs.map(ends))].join(', ')} by docker-proxy`;
  return null;
}

const ends = (socket: Socket): string =>
  `${protocolText(socket)} ${endpointText(socket.local, Number.POSITIVE_INFINITY, unicodeSymbols)}`;

function inContainer(socket: Socket): string {
  const {owner, netns} = socket;
  const [first] = owner.known ? owner.value.filter(({process}) => isListed(process)) : [];
  return `${first ? `${programName(first)}, ` : ''}${ends(socket)} in ${networkOf(netns)}`;
}

import {networkOf} from '../../domain/netns.ts';
import {programName} from '../../domain/program.ts';
import {isListed, type Socket} from '../../domain/socket.ts';
import {unicodeSymbols} from '../../screens/text/symbols.ts';
import {endpointText, protocolText} from './cells.ts';
import {publishedPairs} from './published-pairs.ts';

/**
 * The other side of a published port, in words: of the port on the host, the sockets in the container; of a socket in
 * the container, the ports on the host. null where there is none. Linear in `sockets`, the ones of a poll.
 */
export function publishedWords(socket: Socket, sockets: readonly Socket[]): string | null {
  if (socket.peer !== null) return null;
  const pairs = publishedPairs(sockets)(socket);
  if (!pairs) return null;
  const [answering] = pairs.answeredBy;
  if (answering) {
    const inside = pairs.answeredBy.map(side => inContainer(side.socket)).join('; ');
    return answering.by === 'passes' ? `answered by ${inside}` : `kept for a container with ${inside}`;
  }
  const byProgram = Map.groupBy(pairs.publishedAs, ({by, program}) => `${by} ${program}`);
  const words = [...byProgram.values()].flatMap(sides => {
    const all = [...new Set(sides.map(side => ends(side.socket)))].join(', ');
    const [first] = sides;
    if (!first) return [];
    const {by, program} = first;
    return [by === 'keeps' ? `its container has ${all}, kept by ${program}` : `published on ${all} by ${program}`];
  });
  return words.join('; ');
}

const ends = (socket: Socket): string =>
  `${protocolText(socket)} ${endpointText(socket.local, Number.POSITIVE_INFINITY, unicodeSymbols)}`;

function inContainer(socket: Socket): string {
  const {owner, netns} = socket;
  const [first] = owner.known ? owner.value.filter(({process}) => isListed(process)) : [];
  return `${first ? `${programName(first)}, ` : ''}${ends(socket)} in ${networkOf(netns)}`;
}

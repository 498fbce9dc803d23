import {endpointText, protocolText, userText} from '../../app/table/cells.ts';
import {directionWordsOf} from '../../domain/facts.ts';
import {isHeldByKernelAlone} from '../../domain/known.ts';
import type {Line} from '../../domain/line.ts';
import {networkOf} from '../../domain/netns.ts';
import type {OtherSystem} from '../../domain/snapshot.ts';
import type {Protocol, Socket} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Symbols} from '../text/symbols.ts';
import {blank, heading, labelled} from '../text/write.ts';

const anyLength = Number.POSITIVE_INFINITY;

/** Facts of a socket that do not come from a single poll. */
export type ExtraFacts = {
  /** The peer's name, as its name server claims; null where it is not known. */
  readonly peerName: string | null;
  /** The rates and their sparkline; null where no bytes are counted. */
  readonly traffic: string | null;
  /** The other side of a published port of a container; null where there is none. */
  readonly published?: string | null;
  /** The section of its acceptance; absent where the baseline is not about it. */
  readonly acceptance?: readonly Line[];
  /** The operating system of the socket, where it is not Linux. */
  readonly platform?: OtherSystem | undefined;
};

/** The section of the socket: the facts of the kernel on the socket itself. */
export function socketLines(
  row: AssessedSocket,
  cells: number,
  symbols: Symbols,
  {peerName, traffic, published = null}: ExtraFacts,
): readonly Line[] {
  const {socket} = row;
  const {local, peer, netns, tcp} = socket;
  const facts: readonly (readonly [label: string, text: string])[] = [
    ['protocol', `${protocolText(socket)}, ${socket.state}${socket.mptcp ? ', opened as Multipath TCP' : ''}`],
    ...(netns === null ? [] : [['namespace', `${netns.name} (network namespace, inode ${netns.inode})`] as const]),
    ['local', `${endpointText(local, anyLength, symbols)}  (${reachedFrom(row)})`],
    ...(published === null ? [] : [['published', published] as const]),
    ['peer', peer ? endpointText(peer, anyLength, symbols) : 'none'],
    ...(peerName === null ? [] : [['peer name', `${peerName} (a claim of its name server)`] as const]),
    ['direction', directionWords(row)],
    ['service', serviceWords(row)],
    ['queues', queueWords(row)],
    ['user', socket.uid === null ? userText(socket) : `${socket.user ?? 'no name'} (uid ${socket.uid})`],
    ['inode', inodeWords(socket)],
    ...(traffic === null ? [] : [['traffic', traffic] as const]),
    // A listening socket sends and receives nothing itself.
    ...(tcp && socket.state !== 'LISTEN'
      ? [
          ['round trip', `${tcp.rttMs.toFixed(1)} ms, ${tcp.retransmits} retransmits`] as const,
          ['bytes', `${tcp.bytesReceived} received, ${tcp.bytesSent} sent`] as const,
        ]
      : []),
  ];
  return [heading('SOCKET'), ...facts.flatMap(([label, text]) => labelled(label, text, cells)), blank];
}

function inodeWords({inode, owner}: Socket): string {
  if (inode !== null) return String(inode);
  return !owner.known && isHeldByKernelAlone(owner.why)
    ? 'none: the kernel keeps none in this state'
    : 'not reported by this source';
}

function serviceWords({socket: {protocol}, service, servicePort}: AssessedSocket): string {
  if (protocol === 'icmp') return `none: ${servicePort} is the identifier of its echo requests`;
  return service ? `${service} (port ${servicePort})` : `port ${servicePort} is in no registry`;
}

function directionWords({socket: {protocol, netns}, direction, directionReason}: AssessedSocket): string {
  const reason = directionWordsOf(directionReason, netns);
  if (direction === 'listening') return 'listening for connections';
  if (direction === 'unconnected') {
    return unconnectedWords[protocol];
  }
  // The reason of an unknown direction is a statement of its own.
  return direction === 'unknown' ? reason : `${direction}: ${reason}`;
}

const unconnectedWords: Record<Protocol, string> = {
  tcp: 'none: neither listening nor connected',
  udp: 'waiting for datagrams from anybody',
  raw: 'waiting for datagrams from anybody',
  icmp: 'none: it gets only answers to its own echo requests',
  packet: 'waiting for datagrams from anybody',
};

function queueWords({socket: {state, recvQueue, sendQueue}}: AssessedSocket): string {
  if (recvQueue === null) return 'not reported by this source';
  if (state === 'LISTEN') return acceptWords(recvQueue, sendQueue);
  return sendQueue === null ? 'not reported by this source' : `Recv-Q ${recvQueue} bytes, Send-Q ${sendQueue} bytes`;
}

/**
 * The connections in the accept queue and their limit, the backlog of listen(2). Linux lets one more than the limit
 * wait.
 */
function acceptWords(waiting: number, limit: number | null): string {
  const wait = `${waiting} ${waiting === 1 ? 'connection waits' : 'connections wait'} to be accepted`;
  if (limit === null) return wait;
  const full = waiting > limit ? '; full: new connections wait or are refused' : '';
  return `${wait}, at most ${limit} may${full}`;
}

const scopeWords: Record<AssessedSocket['scope'], string> = {
  loopback: 'loopback: this machine talks to itself',
  'link-local': 'link-local: the network segment reaches it',
  private: 'private: the local network reaches it',
  public: 'public: the Internet may reach it',
  all: 'every address of this host',
};

/** The same for another network namespace, which has a loopback and networks of its own. */
const scopeWordsWithin = (network: string): typeof scopeWords => ({
  loopback: `loopback of ${network}: the namespace talks to itself`,
  'link-local': `link-local: a network segment of ${network} reaches it`,
  private: `private: a local network of ${network} reaches it`,
  public: scopeWords.public,
  all: `every address of ${network}: whoever reaches the namespace reaches it`,
});

function reachedFrom({scope, dualStack, socket}: AssessedSocket): string {
  const words = socket.netns === null ? scopeWords : scopeWordsWithin(networkOf(socket.netns));
  if (scope !== 'all') return words[scope];
  const families = dualStack
    ? 'IPv4 and IPv6'
    : socket.family === 6
      ? 'IPv6'
      : socket.family === 4
        ? 'IPv4'
        : 'any family';
  return `${words.all}, ${families}`;
}

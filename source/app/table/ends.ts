import type {Endpoint, Socket} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

/** An address of a peer, with its device where it has one, and how many of the sockets have this peer. */
export type PeerCount = {readonly address: string; readonly interface: string | null; readonly count: number};

/** The other ends and the owners of sockets that are alike, counted. */
export type Ends = {
  /** The number of addresses; 0 of sockets without a peer. */
  readonly peers: number;
  /** The peers that have most of the sockets, most first. */
  readonly most: readonly PeerCount[];
  /** The number of processes that hold the sockets; 0 where the owner is not known. */
  readonly processes: number;
};

/** The number of peers that a line may name. */
const maxNamed = 3;

type MutableCount = {readonly address: string; readonly interface: string | null; count: number};

/** Ends that are still counted. */
export type EndCounter = {
  readonly peers: Map<string, MutableCount>;
  readonly processes: Set<object>;
  /** Of the last socket: the ones of a list in order have runs of one peer and of one process. */
  lastPeer: MutableCount | null;
  lastProcess: object | null;
};

export const createEndCounter = (): EndCounter => ({
  peers: new Map(),
  processes: new Set(),
  lastPeer: null,
  lastProcess: null,
});

/** Counts the ends of one more socket. */
export function addEnds(counter: EndCounter, {peer, owner}: Pick<Socket, 'peer' | 'owner'>): void {
  if (owner.known) {
    for (const {process} of owner.value) {
      if (process !== counter.lastProcess) counter.processes.add(process);
      counter.lastProcess = process;
    }
  }
  if (!peer) return;
  let count = counter.lastPeer;
  if (count?.address !== peer.address || count.interface !== peer.interface) count = countOf(counter, peer);
  count.count++;
  counter.lastPeer = count;
}

function countOf({peers}: EndCounter, {address, interface: device}: Endpoint): MutableCount {
  const key = device === null ? address : `${address}%${device}`;
  let count = peers.get(key);
  if (!count) {
    count = {address, interface: device, count: 0};
    peers.set(key, count);
  }
  return count;
}

/** The ends that were counted. Linear in the peers. */
export const endsOf = ({peers, processes}: EndCounter): Ends => ({
  peers: peers.size,
  most: mostOf([...peers.values()]),
  processes: processes.size,
});

/** The highest counts, of equal ones the lowest addresses. Linear in the counts. */
function mostOf(counts: readonly PeerCount[]): readonly PeerCount[] {
  const most: PeerCount[] = [];
  for (const each of counts) {
    const last = most.at(-1);
    if (most.length === maxNamed && last && compareCounts(each, last) > 0) continue;
    const place = most.findIndex(other => compareCounts(each, other) < 0);
    most.splice(place < 0 ? most.length : place, 0, each);
    most.length = Math.min(most.length, maxNamed);
  }
  return most;
}

const compareCounts = (a: PeerCount, b: PeerCount): number => b.count - a.count || (a.address < b.address ? -1 : 1);

/** Whether two lists of rows are of the same sockets with the same owners, so that their ends are counted already. */
export function hasSameEnds(rows: readonly AssessedSocket[], others: readonly AssessedSocket[]): boolean {
  if (rows.length !== others.length) return false;
  // An index, since iterators cost more than the comparison.
  for (let index = 0; index < rows.length; index++) {
    const [a, b] = [rows[index] as AssessedSocket, others[index] as AssessedSocket];
    if (a !== b && (a.socket.peer !== b.socket.peer || a.socket.owner !== b.socket.owner)) return false;
  }
  return true;
}

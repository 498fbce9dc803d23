import type {Endpoint} from '../../domain/socket.ts';
import type {Task} from '../../domain/task.ts';
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

/** The number of sockets between two yields. */
const socketsPerStep = 4000;

/** Counts the other ends of sockets. Linear in the sockets. */
export function* countEnds(rows: readonly AssessedSocket[]): Task<Ends> {
  const counts = new Map<string, MutableCount>();
  const processes = new Set<object>();
  // Rows in order have runs of one peer and one process, which look nothing up.
  let last: MutableCount | null = null;
  let lastProcess: object | null = null;
  for (let index = 0; index < rows.length; index++) {
    if (index % socketsPerStep === 0) yield;
    const {peer, owner} = (rows[index] as AssessedSocket).socket;
    const holders = owner.known ? owner.value : [];
    for (const {process} of holders) {
      if (process !== lastProcess) processes.add(process);
      lastProcess = process;
    }
    if (!peer) continue;
    if (last?.address !== peer.address || last.interface !== peer.interface) last = countOf(counts, peer);
    last.count++;
  }
  return {peers: counts.size, most: mostOf([...counts.values()]), processes: processes.size};
}

type MutableCount = {readonly address: string; readonly interface: string | null; count: number};

function countOf(counts: Map<string, MutableCount>, {address, interface: device}: Endpoint): MutableCount {
  const key = device === null ? address : `${address}%${device}`;
  const count = counts.get(key) ?? {address, interface: device, count: 0};
  counts.set(key, count);
  return count;
}

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

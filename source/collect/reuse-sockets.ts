import type {Endpoint, Owner, Socket, TcpInfo} from '../domain/socket.ts';
import type {Clean} from '../domain/text.ts';
import type {SocketRow} from './socket-row.ts';

export type SocketReuse = {
  /** `owners` are those of the rows, in their order. A socket of which nothing changed is the object of the poll before. */
  keep(rows: ReadonlyMap<string, SocketRow>, owners: readonly Owner[]): Socket[];
};

/** Makes sockets of rows, and remembers those of the last poll only. `userName` names the user of a uid. */
export function createSocketReuse(userName: (uid: number) => Clean): SocketReuse {
  let previous: ReadonlyMap<string, Socket> = new Map();
  return {
    keep(rows, owners) {
      const current = new Map<string, Socket>();
      let index = 0;
      for (const [key, row] of rows) {
        const owner = owners[index++];
        if (owner === undefined) throw new RangeError('an owner is missing for a row');
        const user = row.uid === null ? null : userName(row.uid);
        const before = previous.get(key);
        current.set(key, before && isUnchanged(before, row, user, owner) ? before : toSocket(key, row, user, owner));
      }
      previous = current;
      return [...current.values()];
    },
  };
}

function toSocket(key: string, row: SocketRow, user: Clean | null, owner: Owner): Socket {
  return {
    key,
    protocol: row.protocol,
    family: row.family,
    state: row.state,
    local: row.local,
    peer: row.peer,
    recvQueue: row.recvQueue,
    sendQueue: row.sendQueue,
    uid: row.uid,
    user,
    inode: row.inode,
    v6only: row.v6only,
    tcp: row.tcp,
    owner,
  };
}

function isUnchanged(before: Socket, row: SocketRow, user: Clean | null, owner: Owner): boolean {
  return (
    before.owner === owner &&
    before.state === row.state &&
    before.recvQueue === row.recvQueue &&
    before.sendQueue === row.sendQueue &&
    before.inode === row.inode &&
    before.uid === row.uid &&
    before.user === user &&
    before.v6only === row.v6only &&
    before.protocol === row.protocol &&
    before.family === row.family &&
    isSameEnd(before.local, row.local) &&
    isSameEnd(before.peer, row.peer) &&
    isSameTcp(before.tcp, row.tcp)
  );
}

/** Whether two ends are the same address, port and device. */
export function isSameEnd(a: Endpoint | null, b: Endpoint | null): boolean {
  if (a === null || b === null) return a === b;
  return a.address === b.address && a.port === b.port && a.interface === b.interface;
}

function isSameTcp(a: TcpInfo | null, b: TcpInfo | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.rttMs === b.rttMs &&
    a.retransmits === b.retransmits &&
    a.bytesSent === b.bytesSent &&
    a.bytesReceived === b.bytesReceived
  );
}

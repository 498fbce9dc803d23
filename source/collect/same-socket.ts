import type {Endpoint, Owner, Socket, TcpInfo} from '../domain/socket.ts';
import type {Clean} from '../domain/text.ts';
import type {SocketRow} from './socket-row.ts';

/**
 * Whether a row, with its user and owner, differs in nothing from the socket of the same key; owners are compared by
 * identity. Written out, since a table of comparisons takes twice as long, and procfs compares every socket at every
 * poll. `test/collect/same-socket.test.ts` fails where a field of `Socket` is missing here.
 */
export function isSameSocket(before: Socket, row: SocketRow, user: Clean | null, owner: Owner): boolean {
  return (
    before.owner === owner &&
    before.state === row.state &&
    before.recvQueue === row.recvQueue &&
    before.sendQueue === row.sendQueue &&
    before.inode === row.inode &&
    before.uid === row.uid &&
    before.user === user &&
    before.v6only === row.v6only &&
    before.mptcp === row.mptcp &&
    before.netns === row.netns &&
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

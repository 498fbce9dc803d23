import type {Owner, Socket} from '../domain/socket.ts';
import type {Clean} from '../domain/text.ts';

/** A socket as one line or message of the kernel describes it: without key, user name and owner. */
export type SocketRow = Omit<Socket, 'key' | 'user' | 'owner'>;

/** Makes a socket of a row. Field by field: for 48,000 sockets object spread takes longer than reading them does. */
export const toSocket = (row: SocketRow, key: string, user: Clean | null, owner: Owner): Socket => ({
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
  mptcp: row.mptcp,
  netns: row.netns,
  owner,
});

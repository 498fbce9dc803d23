import type {Socket} from '../domain/socket.ts';

/** A socket as one line or message of the kernel tells of it: without key, user name and owner. */
export type SocketRow = Omit<Socket, 'key' | 'user' | 'owner'> & {
  /** Socket cookie of sock_diag(7), as text; procfs tells none. */
  readonly cookie?: string;
};

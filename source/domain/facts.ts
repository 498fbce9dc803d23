import type {Scope} from './address.ts';
import type {Owner, Socket} from './socket.ts';
import type {Clean} from './text.ts';

export type Direction = 'listening' | 'inbound' | 'outbound' | 'unconnected';

/**
 * A socket, and the facts that follow from it and from the other sockets of its poll. Rules and checks read these
 * facts.
 */
export type Facts = {
  readonly socket: Socket;
  readonly direction: Direction;
  /** Scope of the local address. */
  readonly scope: Scope;
  /** The local address is on loopback. Whether others reach it by routing is for the check `loopback-true`. */
  readonly loopback: boolean;
  /** The peer is on loopback too; false where there is no peer. */
  readonly peerLoopback: boolean;
  /** The port of the service: the peer's port when outbound, else the local one. */
  readonly servicePort: number;
  /** Registered or usual name of the service port; null where no registry has the port. */
  readonly service: Clean | null;
  /** Owners of the sockets that listen on the local port, one entry a socket; empty where none listens. */
  readonly listenerOwners: readonly Owner[];
  /** `::` that takes IPv4 too; false for every other address. */
  readonly dualStack: boolean;
};

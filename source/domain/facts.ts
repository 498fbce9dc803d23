import type {Scope} from './address.ts';
import type {Owner, Socket} from './socket.ts';
import type {Clean} from './text.ts';

export type Direction = 'listening' | 'inbound' | 'outbound' | 'unconnected';

/** A socket with what follows from it and from the other sockets of the same look; what rules and checks read. */
export type Facts = {
  readonly socket: Socket;
  readonly direction: Direction;
  /** Of the local address. */
  readonly scope: Scope;
  /** The local address is on loopback, so only this machine can reach it. */
  readonly loopback: boolean;
  /** The peer is on loopback too; false where there is no peer. */
  readonly peerLoopback: boolean;
  /** The port that tells the service: the peer's when outbound, else the local one. */
  readonly servicePort: number;
  /** Registered or usual name of that port; null where no registry has it. */
  readonly service: Clean | null;
  /** Who holds the sockets that listen on its local port, one entry a socket; empty where none does. */
  readonly listenerOwners: readonly Owner[];
  /** `::` that takes IPv4 too; false for every other address. */
  readonly dualStack: boolean;
};

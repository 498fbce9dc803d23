import type {Baseline, ConversationBlock, ListenerBlock, PlacedBlock} from '../../domain/baseline.ts';
import type {Socket} from '../../domain/socket.ts';
import {isInPlace} from './block-place.ts';

type Placed<B> = B & Pick<PlacedBlock, 'lines'>;
export type PlacedListener = Placed<ListenerBlock>;
export type PlacedConversation = Placed<ConversationBlock>;

/** Finds the blocks of a baseline that may be about a socket. Linear to make, constant to call. */
export type FindBlocks = {
  readonly listeners: readonly PlacedListener[];
  /** The listeners accepted on exactly its port. */
  readonly onPort: (socket: Socket) => readonly PlacedListener[];
  /** The listeners accepted on any port of clients. */
  readonly ephemeral: (socket: Socket) => readonly PlacedListener[];
  /** Accepted conversations with the port of its peer. */
  readonly conversations: (socket: Socket) => readonly PlacedConversation[];
};

const none: readonly never[] = [];

export function findBlocksOf({blocks}: Baseline): FindBlocks {
  const listeners = blocks.filter(block => block.kind === 'listener');
  const byPort = groupBy(listeners, ({proto, port}) => `${proto} ${port}`);
  const byPeerPort = groupBy(
    blocks.filter(block => block.kind === 'conversation'),
    ({proto, peerPort}) => `${proto} ${peerPort}`,
  );
  const here = <B extends PlacedBlock>(found: readonly B[] | undefined, socket: Socket): readonly B[] =>
    found?.filter(block => isInPlace(block, socket)) ?? none;
  return {
    listeners,
    onPort: socket => here(byPort.get(`${socket.protocol} ${socket.local.port}`), socket),
    ephemeral: socket => here(byPort.get(`${socket.protocol} ephemeral`), socket),
    conversations: socket => here(byPeerPort.get(`${socket.protocol} ${socket.peer?.port}`), socket),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

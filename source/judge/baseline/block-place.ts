import type {Block} from '../../domain/baseline.ts';
import {namesOf} from '../../domain/netns.ts';
import type {Netns, Owner, Socket} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';

/**
 * The network that a socket belongs to, as a block has it: a container where its namespace is one, else the namespace
 * by name. A container in the network of the host is in the network of the host.
 */
export function placeOf({netns, owner}: Pick<Socket, 'netns' | 'owner'>): Pick<Block, 'netns' | 'container'> {
  const container = netns === null ? null : containerOf(owner);
  return container === null ? {netns: nameOf(netns), container: null} : {netns: null, container};
}

/** Whether a block is about the network of a socket. */
export function isInPlace(block: Pick<Block, 'netns' | 'container'>, {netns, owner}: Socket): boolean {
  if (block.container !== null) return netns !== null && containerNames(owner).includes(block.container);
  if (block.netns !== null) return netns !== null && namesOf(netns).includes(block.netns);
  return netns === null;
}

/** A name of its own is worth more than an inode, which another namespace has after a restart. */
const nameOf = (netns: Netns | null): Clean | null => (netns === null ? null : (namesOf(netns)[0] ?? null));

const containerOf = (owner: Owner): Clean | null => containerNames(owner)[0] ?? null;

/** The name of the first holder's container, then its id. */
function containerNames(owner: Owner): readonly Clean[] {
  const [container] = owner.known ? owner.value.flatMap(({process}) => process.container ?? []) : [];
  if (!container) return [];
  return container.name === null ? [container.id] : [container.name, container.id];
}

import type {Netns} from './socket.ts';
import {type Clean, trusted} from './text.ts';

/** The host in words: `this host`. */
export const thisHost = 'this host';

/** The network that a socket belongs to, in a sentence: `this host`, or `network namespace web`. */
export const networkOf = (netns: Netns | null): string =>
  netns === null ? thisHost : `network namespace ${netns.name}`;

/** Reserved for the namespace that this program runs in, and for all: a namespace so named goes by its inode. */
export const reservedNames = ['all', 'host'] as const;

/** The names by which a namespace is asked for: its own, unless that is reserved, and its inode. */
export function namesOf(netns: Netns | null): readonly Clean[] {
  if (netns === null) return [trusted('host')];
  const own = (reservedNames as readonly string[]).includes(netns.name) ? [] : [netns.name];
  return [...own, trusted(`net:[${netns.inode}]`)];
}

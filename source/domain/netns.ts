import type {Netns} from './socket.ts';

/** The host in words: `this host`. */
export const thisHost = 'this host';

/** The network that a socket belongs to, in a sentence: `this host`, or `network namespace web`. */
export const networkOf = (netns: Netns | null): string =>
  netns === null ? thisHost : `network namespace ${netns.name}`;

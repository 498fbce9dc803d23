import type {Protocol} from '../../domain/socket.ts';

/** Protocol by the word in a table's column; sockets of a protocol other than TCP and UDP are raw sockets. */
export const readProtocol = (word: string): Protocol => (word === 'tcp' || word === 'udp' ? word : 'raw');

/** IP version by the digits behind the protocol: `4`, `6`, or `46` of an IPv6 socket that takes IPv4 too. */
export const readFamily = (version: string | undefined): 4 | 6 | null =>
  version === undefined ? null : version === '4' ? 4 : 6;

/** IPV6_V6ONLY by the same digits; null where they do not show it. */
export const readV6only = (version: string | undefined): false | null => (version === '46' ? false : null);

import type {Protocol} from '../../domain/socket.ts';

/** Protocol by the word in a table's column; a protocol other than TCP and UDP has a raw socket. */
export const readProtocol = (word: string): Protocol => (word === 'tcp' || word === 'udp' ? word : 'raw');

/** IP version by what follows the protocol: `4`, `6`, or `46` of an IPv6 socket that takes IPv4 too. */
export const readFamily = (version: string | undefined): 4 | 6 | null =>
  version === undefined ? null : version === '4' ? 4 : 6;

/** IPV6_V6ONLY, as far as `46` shows it. */
export const readV6only = (version: string | undefined): false | null => (version === '46' ? false : null);

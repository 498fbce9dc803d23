import type {ReachClass} from '../../domain/baseline.ts';
import type {AssessedSocket} from '../assess-all.ts';

export const reachWords: Readonly<Record<ReachClass, string>> = {
  host: 'from this machine alone',
  link: 'from the local link',
  private: 'from private networks',
  some: 'from some networks',
  any: 'from every network',
};

/** From where a listener can be reached, by the address that it is bound to; null of a socket without a port. */
export function reachOf({socket: {protocol}, scope}: AssessedSocket): ReachClass | null {
  if (protocol !== 'tcp' && protocol !== 'udp') return null;
  switch (scope) {
    case 'loopback':
      return 'host';
    case 'link-local':
      return 'link';
    case 'private':
      return 'private';
    case 'public':
    case 'all':
      return 'any';
  }
}

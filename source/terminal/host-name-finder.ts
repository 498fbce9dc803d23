import type {Resolver} from 'node:dns/promises';
import {type Clean, sanitize} from '../domain/text.ts';

/** Looks up the names of addresses. */
export type HostNameFinder = {
  /** Starts lookups. Never blocks; the results come in any order. */
  readonly find: (addresses: readonly string[]) => void;
  readonly stop: () => void;
};

const maxRunning = 8;
const maxWaiting = 2000;
/** Milliseconds for one lookup. */
const timeout = 2000;
/** A name has at most 253 characters (RFC 1035). */
const maxNameLength = 253;

/** Lookups of PTR records. `cancel` ends the open lookups, which would delay the end of this process. */
export type Lookup = {
  readonly reverse: (address: string) => Promise<readonly string[]>;
  readonly cancel: () => void;
};

/** `report` gets each result, null for an address without a name. Results are not cached here. */
export function createHostNameFinder(
  report: (address: string, name: Clean | null) => void,
  lookup: Lookup = createLookup(),
): HostNameFinder {
  const running = new Set<string>();
  let waiting: string[] = [];
  let stopped = false;
  const next = (): void => {
    const address = running.size < maxRunning && !stopped ? waiting.shift() : undefined;
    if (address === undefined) return;
    running.add(address);
    void nameOf(address, lookup).then(name => {
      running.delete(address);
      if (!stopped) report(address, name);
      next();
    });
    next();
  };
  return {
    find: addresses => {
      // Addresses on the screen come before earlier ones, which may have scrolled away.
      const wanted = [...new Set([...addresses, ...waiting])].filter(address => !running.has(address));
      waiting = wanted.slice(0, maxWaiting);
      next();
    },
    stop: () => {
      stopped = true;
      lookup.cancel();
    },
  };
}

function createLookup(): Lookup {
  let resolver: Resolver | undefined;
  return {
    reverse: async address => {
      // Node's resolver is loaded only when the user has names shown.
      const dns = await import('node:dns/promises');
      resolver ??= new dns.Resolver({timeout, tries: 1});
      return resolver.reverse(address.startsWith('::ffff:') ? address.slice(7) : address);
    },
    cancel: () => resolver?.cancel(),
  };
}

async function nameOf(address: string, {reverse}: Lookup): Promise<Clean | null> {
  try {
    const [name] = await reverse(address);
    return name === undefined || name.length > maxNameLength ? null : sanitize(name);
  } catch {
    return null;
  }
}

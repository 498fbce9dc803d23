import type {Resolver} from 'node:dns/promises';
import {type Clean, sanitize} from '../domain/text.ts';

/** Looks up the names of addresses; a name is null where there is none. */
export type HostNameFinder = {
  /** Asks for names that are not known; never blocks, and answers in any order. */
  readonly find: (addresses: readonly string[]) => void;
  readonly stop: () => void;
};

const maxAtOnce = 8;
const maxWaiting = 2000;
/** Milliseconds. */
const timeout = 2000;
/** A name has at most 253 characters (RFC 1035); what is longer is no name. */
const longestName = 253;

/** Look-ups of PTR records. `cancel` ends those that run, which would keep this process from ending. */
export type Lookup = {
  readonly reverse: (address: string) => Promise<readonly string[]>;
  readonly cancel: () => void;
};

/** `tell` gets the answers, which are not kept here; `lookup` may be replaced in a test. */
export function createHostNameFinder(
  tell: (address: string, name: Clean | null) => void,
  lookup: Lookup = createLookup(),
): HostNameFinder {
  const running = new Set<string>();
  let waiting: string[] = [];
  let stopped = false;
  const next = (): void => {
    const address = running.size < maxAtOnce && !stopped ? waiting.shift() : undefined;
    if (address === undefined) return;
    running.add(address);
    void nameOf(address, lookup).then(name => {
      running.delete(address);
      if (!stopped) tell(address, name);
      next();
    });
    next();
  };
  return {
    find: addresses => {
      // What is on the screen comes before what was asked for earlier and has scrolled away.
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
      // Node's resolver is loaded only where names are asked for.
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
    return name === undefined || name.length > longestName ? null : sanitize(name);
  } catch {
    return null;
  }
}

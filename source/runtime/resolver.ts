import type {Resolver} from 'node:dns/promises';
import {type Clean, clean} from '../model/text.ts';

/** Looks up the names of addresses; a name is null where there is none. */
export type NameFinder = {
  /** Asks for what is not known yet; never blocks, and answers in any order. */
  readonly find: (addresses: readonly string[]) => void;
  readonly stop: () => void;
};

const mostAtOnce = 8;
const mostKnown = 2000;
/** Milliseconds. */
const timeout = 2000;
/** A name has at most 253 characters (RFC 1035); what is longer is no name. */
const longestName = 253;

/** Look-ups of PTR records. `cancel` ends those that run, which would keep this process from ending. */
export type Lookup = {
  readonly reverse: (address: string) => Promise<readonly string[]>;
  readonly cancel: () => void;
};

/** `tell` gets each answer once; `lookup` may be replaced in a test. */
export function createNameFinder(
  tell: (address: string, name: Clean | null) => void,
  lookup: Lookup = createLookup(),
): NameFinder {
  const asked = new Set<string>();
  let waiting: string[] = [];
  let running = 0;
  let stopped = false;
  const next = (): void => {
    const address = running < mostAtOnce && !stopped ? waiting.shift() : undefined;
    if (address === undefined) return;
    running++;
    void nameOf(address, lookup).then(name => {
      running--;
      if (!stopped) tell(address, name);
      next();
    });
    next();
  };
  return {
    find: addresses => {
      const fresh = addresses.filter(address => !asked.has(address));
      if (asked.size + fresh.length > mostKnown) asked.clear();
      for (const address of fresh) asked.add(address);
      // What is on the screen now comes before what was asked for earlier and has scrolled away.
      waiting = [...fresh, ...waiting].slice(0, mostKnown);
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
    return name === undefined || name.length > longestName ? null : clean(name);
  } catch {
    return null;
  }
}

import {known, unknown} from '../../domain/known.ts';
import type {Owner} from '../../domain/socket.ts';
import {type Clean, trusted} from '../../domain/text.ts';

type NamedOwners = {
  /**
   * The owner of a pid and a program name, the same object for equal arguments; `not-collected` where one is missing.
   */
  owner(pid: number | null, program: Clean): Owner;
  /** Forgets the owners that were not returned since the last call. */
  forgetUnused(): void;
};

/** No owners at first; memory for the owners of two polls. */
export function createNamedOwners(): NamedOwners {
  let owners = new Map<string, Owner>();
  let used = new Map<string, Owner>();
  return {
    owner(pid, program) {
      if (pid === null || program === '') return unknown('not-collected');
      const id = `${pid} ${program}`;
      const owner = used.get(id) ?? owners.get(id) ?? namedOwner(pid, program);
      used.set(id, owner);
      return owner;
    },
    forgetUnused() {
      owners = used;
      used = new Map();
    },
  };
}

function namedOwner(pid: number, name: Clean): Owner {
  const process = {
    pid,
    startedAt: null,
    name,
    executable: unknown('not-collected'),
    command: trusted(''),
    uid: null,
    user: null,
    unit: null,
    unitManager: null,
    container: null,
    publishes: null,
  };
  return known([{process, descriptors: []}]);
}

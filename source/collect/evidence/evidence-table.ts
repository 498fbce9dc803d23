import {isDeepStrictEqual} from 'node:util';
import {type Evidence, type HostEvidence, noProcessEvidence, type ProcessEvidence} from '../../domain/evidence.ts';
import {unknown} from '../../domain/known.ts';
import type {Process, Socket} from '../../domain/socket.ts';

/** The evidence of every process that holds a socket. The map is a new object only where a part of it changed. */
export type EvidenceTable = {
  /** Keeps the evidence of these processes, and forgets all others. New processes are `pending`. */
  keep(processes: ReadonlySet<Process>): void;
  /** The processes of which nothing was read yet. Linear. */
  unread(): readonly Process[];
  get(process: Process): ProcessEvidence | undefined;
  /** Whether a process had ended before anything was read of it. */
  hasEnded(process: Process): boolean;
  /** Takes in some parts of the evidence of a process that is still kept. */
  set(process: Process, parts: Partial<ProcessEvidence>): void;
  setHost(host: HostEvidence): void;
  current(): Evidence;
};

const pending: ProcessEvidence = {...noProcessEvidence('pending'), digest: unknown('not-collected')};

/** Identifies a process over its life, whatever facts of it changed: a pid is used again only with another start. */
const identityOf = ({pid, startedAt}: Process): string => `${pid} ${startedAt}`;

/** An empty table for a host. Each update is linear in the processes, and in the evidence that changed. */
export function createEvidenceTable(host: HostEvidence): EvidenceTable {
  let evidence: Evidence = {host, processes: new Map()};
  let draft: Map<Process, ProcessEvidence> | null = null;
  const writable = (): Map<Process, ProcessEvidence> => {
    draft ??= new Map(evidence.processes);
    return draft;
  };
  const at = (process: Process): ProcessEvidence | undefined => (draft ?? evidence.processes).get(process);
  return {
    keep(processes) {
      const added = [...processes].filter(process => at(process) === undefined);
      const gone = [...(draft ?? evidence.processes).keys()].filter(process => !processes.has(process));
      if (added.length + gone.length === 0) return;
      const map = writable();
      // A process whose facts changed is another object; its evidence goes on.
      const former = new Map(gone.map(process => [identityOf(process), map.get(process)]));
      for (const process of gone) map.delete(process);
      for (const process of added) map.set(process, former.get(identityOf(process)) ?? pending);
    },
    unread: () =>
      (draft ?? evidence.processes)
        .entries()
        .flatMap(([process, each]) => (each === pending ? [process] : []))
        .toArray(),
    get: at,
    hasEnded(process) {
      const code = at(process)?.code;
      return code !== undefined && !code.known && code.why === 'exited';
    },
    set(process, parts) {
      const before = at(process);
      if (!before) return;
      const after = {...before, ...parts};
      if (!isDeepStrictEqual(before, after)) writable().set(process, after);
    },
    setHost(next) {
      if (!isDeepStrictEqual(next, evidence.host)) evidence = {...evidence, host: next};
    },
    current() {
      if (draft) evidence = {...evidence, processes: draft};
      draft = null;
      return evidence;
    },
  };
}

/** The processes that hold these sockets, each once. */
export function holdersOf(sockets: readonly Socket[]): ReadonlySet<Process> {
  const processes = new Set<Process>();
  let last: Process | null = null;
  for (const {owner} of sockets) {
    if (!owner.known) continue;
    for (const {process} of owner.value) {
      // Neighbours are mostly of one process.
      if (process !== last) processes.add(process);
      last = process;
    }
  }
  return processes;
}

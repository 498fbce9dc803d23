import {noEvidence} from '../../domain/evidence.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import {baseName} from '../../domain/program.ts';
import type {Collector, Problem, Snapshot} from '../../domain/snapshot.ts';
import {isListed, type ListedProcess, type Socket} from '../../domain/socket.ts';
import type {SocketUnit} from '../../domain/socket-unit.ts';
import {trusted} from '../../domain/text.ts';
import {safeFiles} from '../../linux/guarded-files.ts';
import type {Files} from '../../linux/proc-files.ts';
import {debugLog} from '../../system/debug-log.ts';
import {readDigest} from '../../system/packages/file-digest.ts';
import type {FindPackages} from '../../system/packages/find-packages.ts';
import {counted} from '../count-words.ts';
import {locateProcess} from '../owners/process-state.ts';
import {createTimeSlices} from '../time-slices.ts';
import {createCopyFinder} from './copied-program.ts';
import {createEvidenceTable, holdersOf} from './evidence-table.ts';
import {createMovingHolders} from './moving-holders.ts';
import {readAncestors} from './read-ancestors.ts';
import {readCode} from './read-code.ts';
import {digestsDue, type HashedPaths, markDigests, type ReadDigest, readDigests} from './read-digests.ts';
import {mountedOver, readForged, readTracer} from './read-forged.ts';
import {type HostFiles, readHost} from './read-host.ts';
import {readHostFile} from './read-host-file.ts';
import {type PlaceOf, readMappings} from './read-mappings.ts';
import {readRelays} from './read-relays.ts';
import {createSchedule} from './schedule.ts';
import {type Mapped, setPackages} from './set-packages.ts';

export type EvidenceOptions = {
  readonly files?: Files;
  readonly proc?: string;
  readonly euid?: number;
  readonly placeOf: PlaceOf;
  readonly findPackages: FindPackages;
  /** Absent: no digests are read. */
  readonly hashed?: HashedPaths;
  readonly readDigest?: ReadDigest;
  /** Whether a copy of a program with this name is worth recognising under another name. */
  readonly isTelling: (name: string) => boolean;
  /** Whether a rule may expect this program: the libraries of others are not asked for by package. */
  readonly isExpected: (process: ListedProcess) => boolean;
  readonly readHost?: () => Promise<HostFiles>;
  /** Lists the sockets of systemd's units; null where it cannot. Asked where process 1 holds a socket. */
  readonly readSocketUnits?: (signal: AbortSignal) => Promise<readonly SocketUnit[] | null>;
  /**
   * For one snapshot: a poll waits for costly evidence, up to this many milliseconds. Absent: it comes with later
   * polls.
   */
  readonly waitForAll?: number;
  readonly now?: () => number;
};

const nothingHashed: HashedPaths = {current: new Set()};

/** Milliseconds of work between two turns of the event loop. */
const slice = 8;
const hostRereadAfter = 10_000;
/** Processes after which reading cheap evidence stops, once it also took so many milliseconds: the rest follows. */
const cheapPart = {processes: 256, time: 150};
/**
 * Adds evidence to the snapshots of a collector. Cheap evidence is read with the poll, once for each new process.
 * Costly evidence (packages, code in memory, relays) is read between polls and comes with a later poll. A part keeps
 * its last value until it is read again, so a verdict can get louder but never flickers.
 */
export function withEvidence(collector: Collector, options: EvidenceOptions): Collector {
  const {files = safeFiles, proc = '/proc', euid = process.geteuid?.() ?? 0, waitForAll, now = Date.now} = options;
  const {isExpected, findPackages, hashed = nothingHashed} = options;
  const refusal: WhyUnknown = euid === 0 ? 'refused' : 'needs-root';
  const table = createEvidenceTable({...noEvidence.host, seesAllUsers: euid === 0});
  const copyOf = createCopyFinder(files, options.isTelling);
  const codeOptions = {files, proc, refusal, placeOf: options.placeOf};
  const controller = new AbortController();
  const moving = createMovingHolders();
  let sockets: readonly Socket[] | null = null;
  let settled: Snapshot['sockets'] = [];
  let hashedBefore = hashed.current;
  let hostReadAt = Number.NEGATIVE_INFINITY;
  // A procfs counts its processes as links, besides a few files of its own (proc_root_getattr() in fs/proc/root.c).
  const schedule = createSchedule(now, () => files.stat(proc).links);
  let reading: Promise<void> | null = null;
  /** The number of processes of which nothing was read yet. */
  let unread = 0;
  let polling: Promise<unknown> | null = null;
  let listener = (): void => {};

  // Where the first thread has ended, only the directories of the others have the facts.
  const baseOf = ({pid}: ListedProcess): string => locateProcess({files, proc}, pid)?.base ?? `${proc}/${pid}`;

  /** Reads cheap evidence of these processes; of many in parts, where a poll need not be whole. */
  const readCheap = async (processes: readonly ListedProcess[]): Promise<void> => {
    const startedAt = now();
    const slices = createTimeSlices(slice);
    const mounted = mountedOver(files, proc);
    for (const [index, each] of processes.entries()) {
      if (waitForAll === undefined && index >= cheapPart.processes && now() - startedAt > cheapPart.time) return;
      await slices.turn();
      const base = baseOf(each);
      const name = each.executable.known ? baseName(each.executable.value.path) : '';
      const copied = copyOf(base, name, refusal);
      const code = readCode(base, each, copied.known ? copied.value : null, codeOptions);
      table.set(each, {
        code,
        ...digestsDue(each, code, hashed),
        changedSinceStart: unknown('not-collected'),
        copyOf: copied,
        hostFile: readHostFile(files, proc, each, refusal),
        tracer: readTracer(files, base, refusal),
        ancestors: readAncestors(files, proc, each.pid, refusal),
        forged: readForged(base, each.pid, mounted),
      });
    }
  };

  /** Gives the event loop its turn, and a poll that is under way as long as it takes. */
  const createPause = (): (() => Promise<void>) => {
    const slices = createTimeSlices(slice);
    return async () => {
      await slices.turn();
      if (waitForAll === undefined) await polling;
    };
  };

  const readDear = async (processes: readonly ListedProcess[]): Promise<void> => {
    const pause = createPause();
    const mapped: Mapped = new Map();
    for (const each of processes) {
      await pause();
      const base = baseOf(each);
      const found = readMappings(files, base, options.placeOf, refusal);
      if (found.known) mapped.set(each, found.value);
      const {value} = found.known ? found : {value: null};
      table.set(each, {
        mappings: value ? known({hasExecutable: value.hasExecutable, foreign: value.foreign}) : (found as Known<never>),
        tracer: readTracer(files, base, refusal),
      });
    }
    await readRelays(processes, table, {files, proc, pause});
    if (processes.some(({pid}) => pid === 1)) await readUnits();
    const {signal} = controller;
    await readDigests(processes, table, {hashed, files, baseOf, read: options.readDigest ?? readDigest, signal});
    await setPackages(processes, mapped, {table, isExpected, findPackages, signal});
  };

  const readUnits = async (): Promise<void> => {
    const units = await options.readSocketUnits?.(controller.signal);
    if (units) table.setHost({...table.current().host, socketUnits: known(units)});
  };

  const startDear = (processes: readonly ListedProcess[]): void => {
    schedule.begin();
    const startedAt = performance.now();
    reading = readDear(processes)
      .catch(() => {})
      .finally(() => {
        reading = null;
        schedule.end();
        debugLog?.write('evidence', {processes: processes.length, took: performance.now() - startedAt});
        if (!controller.signal.aborted) listener();
      });
  };

  const withTable = async (snapshot: Snapshot): Promise<Snapshot> => {
    if (now() - hostReadAt >= hostRereadAfter) {
      hostReadAt = now();
      table.setHost({...table.current().host, ...(await (options.readHost ?? readHost)())});
    }
    const {otherNetworks} = snapshot;
    if (otherNetworks) table.setHost({...table.current().host, otherNetworks});
    const isHashedAnew = hashed.current !== hashedBefore;
    if (snapshot.sockets !== sockets || isHashedAnew || unread > 0) {
      sockets = snapshot.sockets;
      hashedBefore = hashed.current;
      const processes = holdersOf(snapshot.sockets);
      table.keep(processes);
      const fresh = table.unread().filter(isListed);
      await readCheap(fresh);
      const left = new Set(table.unread());
      const read = [...processes].filter(process => !left.has(process)).filter(isListed);
      unread = left.values().filter(isListed).toArray().length;
      if (isHashedAnew) markDigests(read, table, hashed);
      if (fresh.length > 0 || isHashedAnew) schedule.owe();
      settled = moving.settled(snapshot, new Set([...processes].filter(table.hasEnded))).sockets;
      if (reading === null && schedule.isDue()) startDear(read);
    }
    if (waitForAll !== undefined && reading !== null) await Promise.race([reading, elapsed(waitForAll)]);
    const problems = unread === 0 ? snapshot.problems : [...snapshot.problems, unreadProblem(unread)];
    return {...snapshot, problems, sockets: settled, evidence: table.current()};
  };

  const pollOnce = async (): Promise<Snapshot> => {
    const poll = collector.poll().then(withTable);
    polling = poll.catch(() => {});
    return poll;
  };

  const {quickSnapshot} = collector;
  return {
    id: collector.id,
    poll: async () => {
      let snapshot = await pollOnce();
      // A single poll cannot show whether a socket outlives its holder.
      for (let again = 0; waitForAll !== undefined && again < 2 && moving.isInDoubt(); again++) {
        snapshot = await pollOnce();
      }
      return snapshot;
    },
    ...(quickSnapshot && {quickSnapshot: async () => ({...(await quickSnapshot()), evidence: table.current()})}),
    onEvidence: heard => {
      listener = heard;
    },
    close: () => {
      controller.abort();
      collector.close();
    },
  };
}

const unreadProblem = (count: number): Problem => ({
  kind: 'evidence-unread',
  count,
  text: trusted(`${counted(count, 'process', 'processes')} to be checked`),
});

function elapsed(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds).unref();
  });
}

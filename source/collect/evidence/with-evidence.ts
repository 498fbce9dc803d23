import {noEvidence, type PackagedFile, type ProcessEvidence} from '../../domain/evidence.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {Collector, Snapshot} from '../../domain/snapshot.ts';
import type {Process, Socket} from '../../domain/socket.ts';
import type {SocketUnit} from '../../domain/socket-unit.ts';
import {type Files, realFiles} from '../../linux/proc-files.ts';
import {locateProcess} from '../owners/process-state.ts';
import {createTimeSlices} from '../time-slices.ts';
import {createEvidenceTable, holdersOf} from './evidence-table.ts';
import {findRelays} from './find-relays.ts';
import {readAncestors} from './read-ancestors.ts';
import {readCode} from './read-code.ts';
import {mountedOver, readForged, readTracer} from './read-forged.ts';
import {type HostFiles, readHost} from './read-host.ts';
import {readHostFile} from './read-host-file.ts';
import {type PlaceOf, readMappings} from './read-mappings.ts';

/** Finds the package of each of some files of this host, and whether its bytes are the package's. */
export type FindPackages = (
  paths: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Known<PackagedFile | null>>>;

export type EvidenceOptions = {
  readonly files?: Files;
  readonly proc?: string;
  readonly euid?: number;
  readonly placeOf: PlaceOf;
  readonly findPackages: FindPackages;
  /** Whether a rule may expect this program: the libraries of others are not asked for by package. */
  readonly isExpected: (process: Process) => boolean;
  readonly readHost?: () => Promise<HostFiles>;
  /** Lists what systemd listens on; null where that cannot be had. Asked for where process 1 holds a socket. */
  readonly readSocketUnits?: (signal: AbortSignal) => Promise<readonly SocketUnit[] | null>;
  /**
   * For one snapshot: a poll waits for dear evidence, up to this many milliseconds. Absent: it comes with later polls.
   */
  readonly waitForAll?: number;
  readonly now?: () => number;
};

/** Milliseconds of work between two turns of the event loop. */
const slice = 8;
/** Milliseconds after which dear evidence is read anew: a pipe or a library can come while a process runs. */
const rereadAfter = 10_000;
/** Milliseconds between readings of relays on a host with more processes than this. */
const manyProcesses = 2000;
const rereadManyAfter = 60_000;
const hostRereadAfter = 10_000;

/**
 * Adds evidence to the snapshots of a collector. What is cheap is read with the poll, once for each new process; what
 * is dear (packages, code in memory, relays) is read between polls and comes with a later one, so a verdict can get
 * louder but never flickers: a part keeps its last value until it was read again.
 */
export function withEvidence(collector: Collector, options: EvidenceOptions): Collector {
  const {files = realFiles, proc = '/proc', euid = process.geteuid?.() ?? 0, waitForAll, now = Date.now} = options;
  const refusal: WhyUnknown = euid === 0 ? 'refused' : 'needs-root';
  const table = createEvidenceTable(noEvidence.host);
  const controller = new AbortController();
  let sockets: readonly Socket[] | null = null;
  let hostReadAt = Number.NEGATIVE_INFINITY;
  let dearReadAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  let listener = (): void => {};

  // Where the first thread has ended, only the directories of the others have the facts.
  const baseOf = ({pid}: Process): string => locateProcess({files, proc}, pid)?.base ?? `${proc}/${pid}`;

  const readCheap = async (processes: readonly Process[]): Promise<void> => {
    const slices = createTimeSlices(slice);
    const mounted = mountedOver(files, proc);
    for (const each of processes) {
      await slices.turn();
      const base = baseOf(each);
      table.set(each, {
        code: readCode(files, base, each, refusal),
        hostFile: readHostFile(files, proc, each, refusal),
        tracer: readTracer(files, base, refusal),
        ancestors: readAncestors(files, proc, each.pid, refusal),
        forged: readForged(base, each.pid, mounted),
      });
    }
  };

  const readDear = async (processes: readonly Process[]): Promise<void> => {
    const slices = createTimeSlices(slice);
    const mapped: Mapped = new Map();
    for (const each of processes) {
      await slices.turn();
      const base = baseOf(each);
      const found = readMappings(files, base, options.placeOf, refusal);
      if (found.known) mapped.set(each, found.value);
      const {value} = found.known ? found : {value: null};
      table.set(each, {
        mappings: value ? known({hasExecutable: value.hasExecutable, foreign: value.foreign}) : (found as Known<never>),
        tracer: readTracer(files, base, refusal),
      });
    }
    await readRelays(processes);
    if (processes.some(({pid}) => pid === 1)) await readUnits();
    await readPackages(processes, mapped);
  };

  const readRelays = async (processes: readonly Process[]): Promise<void> => {
    const pids = pidsOf(files, proc);
    const slices = createTimeSlices(slice);
    const holders = new Set(processes.map(({pid}) => pid));
    const relays = await findRelays(files, proc, holders, pids, async () => void (await slices.turn()));
    for (const each of processes) {
      const before = table.get(each)?.relay;
      const relay = relays.get(each.pid) ?? null;
      // A relay that was seen stays known while the process lives: its shell may end first.
      if (relay === null && before?.known && before.value !== null) continue;
      table.set(each, {relay: known(relay)});
    }
  };

  const readUnits = async (): Promise<void> => {
    const units = await options.readSocketUnits?.(controller.signal);
    if (units) table.setHost({...table.current().host, socketUnits: known(units)});
  };

  const readPackages = async (processes: readonly Process[], mapped: Mapped): Promise<void> => {
    const wanted = new Map(processes.map(each => [each, pathsOf(each, table.get(each))] as const));
    // Programs first: the answer on many libraries takes long.
    const found = new Map(await options.findPackages([...new Set([...wanted.values()].flat())], controller.signal));
    setPackages(processes, wanted, found);
    const expected = processes.filter(options.isExpected).flatMap(each => mapped.get(each)?.paths ?? []);
    const libraries = [...new Set(expected)].slice(0, maxLibraries);
    for (const [path, owner] of await options.findPackages(libraries, controller.signal)) found.set(path, owner);
    setLibraries(processes, mapped, found);
  };

  const setPackages = (
    processes: readonly Process[],
    wanted: ReadonlyMap<Process, readonly string[]>,
    found: Packages,
  ): void => {
    const at = (path: string): Known<PackagedFile | null> => found.get(path) ?? unknown('not-collected');
    for (const each of processes) {
      const before = table.get(each);
      if (!before || wanted.get(each)?.length === 0) continue;
      const {code} = before;
      table.set(each, {
        package: each.executable.known ? at(each.executable.value.path) : unknown(each.executable.why),
        ...(code.known && code.value.kind === 'file' && {code: known({...code.value, package: at(code.value.path)})}),
      });
    }
  };

  const setLibraries = (processes: readonly Process[], mapped: Mapped, found: Packages): void => {
    for (const each of processes) {
      const own = mapped.get(each);
      if (!own || each.container !== null || !options.isExpected(each)) continue;
      const disowned = own.paths.filter(path => {
        const owner = found.get(path);
        return owner?.known && owner.value === null;
      });
      const foreign = [...own.foreign, ...disowned.map(path => ({path, why: 'unpackaged' as const}))];
      table.set(each, {mappings: known({hasExecutable: own.hasExecutable, foreign})});
    }
  };

  const startDear = (processes: readonly Process[]): void => {
    dearReadAt = now();
    reading = readDear(processes)
      .catch(() => {})
      .finally(() => {
        reading = null;
        dearReadAt = now();
        if (!controller.signal.aborted) listener();
      });
  };

  const withTable = async (snapshot: Snapshot): Promise<Snapshot> => {
    if (now() - hostReadAt >= hostRereadAfter) {
      hostReadAt = now();
      table.setHost({...table.current().host, ...(await (options.readHost ?? readHost)())});
    }
    if (snapshot.sockets !== sockets) {
      sockets = snapshot.sockets;
      const processes = holdersOf(snapshot.sockets);
      const fresh = table.keep(processes);
      await readCheap(fresh);
      const pause = pidsOf(files, proc).length > manyProcesses ? rereadManyAfter : rereadAfter;
      if (reading === null && (fresh.length > 0 || now() - dearReadAt >= pause)) startDear([...processes]);
    }
    if (waitForAll !== undefined && reading !== null) await Promise.race([reading, elapsed(waitForAll)]);
    return {...snapshot, evidence: table.current()};
  };

  const {quickSnapshot} = collector;
  return {
    id: collector.id,
    poll: async () => withTable(await collector.poll()),
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

type Packages = ReadonlyMap<string, Known<PackagedFile | null>>;
type Mapped = Map<Process, Extract<ReturnType<typeof readMappings>, {readonly known: true}>['value']>;

/** Mapped libraries that package managers are asked for at a time; a desktop's programs have some hundred. */
const maxLibraries = 1000;

/** The files of a process whose package counts: its executable, and the script that it runs. */
function pathsOf({executable, container}: Process, evidence: ProcessEvidence | undefined): readonly string[] {
  // A path in a container or another root directory is none of this host's.
  if (container !== null || (evidence?.hostFile.known && evidence.hostFile.value === 'own-root')) return [];
  const script = evidence?.code.known && evidence.code.value.kind === 'file' ? [evidence.code.value.path] : [];
  const hasPath = executable.known && executable.value.state !== 'unnameable';
  return hasPath ? [executable.value.path, ...script] : script;
}

function pidsOf(files: Files, proc: string): readonly number[] {
  return files
    .list(proc)
    .filter(name => /^\d+$/.test(name))
    .map(Number);
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds).unref();
  });
}

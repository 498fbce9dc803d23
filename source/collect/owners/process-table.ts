import type {ListedProcess} from '../../domain/socket.ts';
import type {ProcessStat} from '../../linux/process-texts.ts';
import {addSlot, forEachSlot, isHeld, isShared, removeSlot, replaceProcess} from './holders.ts';
import type {Slot} from './slots.ts';
import {noteEnd, type TrackedSocket} from './tracked-socket.ts';

/** A process as of its last scan. */
type KnownProcess = {
  readonly stat: ProcessStat;
  /** The number of its open descriptors of any kind; 0 where the kernel does not count them. */
  readonly count: number;
  /** Its facts where the last scan found a tracked socket open in it. */
  readonly process: ListedProcess | null;
  /** IDs of its threads that have tracked sockets open in a table of their own. */
  readonly ownTables: readonly number[];
  /** The slots on which it has tracked sockets open. */
  readonly open: ReadonlyMap<Slot, TrackedSocket>;
};

/** The processes of this host, by pid. Each change to a process changes the owners of the sockets that it holds. */
export type ProcessTable = {
  get(pid: number): KnownProcess | undefined;
  pids(): Iterable<number>;
  values(): Iterable<KnownProcess>;
  size(): number;
  /** Records a process that holds no tracked socket. */
  setIdle(pid: number, stat: ProcessStat, count: number): void;
  /** Records the sockets that a process holds. `isAll`: all of them; else in addition to the recorded ones. */
  setHolder(holder: ScannedHolder, isAll: boolean): void;
  /** Records that a slot of a process is open on this tracked socket, or on none. */
  setSlot(pid: number, slot: Slot, socket: TrackedSocket | undefined): void;
  /** Removes a process that is gone. */
  forget(pid: number): void;
  /** Removes a closed socket: its descriptors may be open on something else. */
  release(socket: TrackedSocket): void;
  /** The sockets that more than one process holds. */
  shared(): Iterable<TrackedSocket>;
  /** The number of changes of owners so far. */
  changes(): number;
};

/** The result of a scan of one holder. */
type ScannedHolder = {
  readonly process: ListedProcess;
  readonly stat: ProcessStat;
  readonly count: number;
  readonly ownTables: readonly number[];
  readonly open: Map<Slot, TrackedSocket>;
};

type MutableProcess = KnownProcess & {readonly open: Map<Slot, TrackedSocket>};

/** An empty table. The cost of each call is linear in the slots of its process or socket. */
export function createProcessTable(): ProcessTable {
  const processes = new Map<number, MutableProcess>();
  const shared = new Set<TrackedSocket>();
  let changes = 0;

  const note = (socket: TrackedSocket, isChanged: boolean): void => {
    if (!isChanged) return;
    if (isShared(socket)) shared.add(socket);
    else shared.delete(socket);
    changes++;
  };
  const forget = (pid: number): void => {
    const known = processes.get(pid);
    known?.open.forEach((socket, slot) => {
      note(socket, removeSlot(socket, pid, slot));
      if (!isHeld(socket)) noteEnd(socket, known.process?.startedAt ?? null);
    });
    processes.delete(pid);
  };

  return {
    get: pid => processes.get(pid),
    pids: () => processes.keys(),
    values: () => processes.values(),
    size: () => processes.size,
    forget,
    setIdle(pid, stat, count) {
      forget(pid);
      processes.set(pid, {stat, count, process: null, ownTables: [], open: new Map()});
    },
    setHolder({process, stat, count, ownTables, open: found}, isAll) {
      const {pid} = process;
      const before = processes.get(pid);
      const open = isAll ? found : (before?.open ?? found);
      const isUnchanged = !isAll && before?.process === process;
      if (!isUnchanged)
        before?.open.forEach((socket, slot) => {
          const isClosed = isAll && found.get(slot) !== socket;
          note(socket, isClosed ? removeSlot(socket, pid, slot) : replaceProcess(socket, process));
        });
      found.forEach((socket, slot) => {
        if (before?.open.get(slot) === socket) return;
        if (open !== found) open.set(slot, socket);
        note(socket, addSlot(socket, process, slot));
      });
      processes.set(pid, {stat, count, process, ownTables, open});
    },
    setSlot(pid, slot, socket) {
      const known = processes.get(pid);
      const before = known?.open.get(slot);
      if (!known?.process || before === socket) return;
      if (before) note(before, removeSlot(before, pid, slot));
      known.open.delete(slot);
      if (!socket) return;
      known.open.set(slot, socket);
      note(socket, addSlot(socket, known.process, slot));
    },
    changes: () => changes,
    shared: () => shared,
    release(socket) {
      shared.delete(socket);
      forEachSlot(socket, Number.POSITIVE_INFINITY, (pid, slot) => processes.get(pid)?.open.delete(slot));
    },
  };
}

import type {ListedProcess} from '../../domain/socket.ts';
import type {ProcessStat} from '../../linux/process-texts.ts';
import {addSlot, forEachSlot, isHeld, isShared, removeSlot, replaceProcess} from './holders.ts';
import type {Slot} from './slots.ts';
import {noteEnd, type TrackedSocket} from './tracked-socket.ts';

/** A process as it was when it was last scanned. */
type KnownProcess = {
  readonly stat: ProcessStat;
  /** How many descriptors of any kind it had open; 0 where the kernel does not count them. */
  readonly count: number;
  /** Its facts while it has a tracked socket open. */
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
  /** Records what a process holds: `isAll` all of it, else in addition to what it held before. */
  setHolder(holder: ScannedHolder, isAll: boolean): void;
  /** Records that a slot of a process is open on this tracked socket, or on none. */
  setSlot(pid: number, slot: Slot, socket: TrackedSocket | undefined): void;
  /** Removes a process that is gone. */
  forget(pid: number): void;
  /** Removes a socket that is gone: the descriptors that it was open on may be open on something else. */
  release(socket: TrackedSocket): void;
  /** The sockets that more than one process holds. */
  shared(): Iterable<TrackedSocket>;
  /** How many owners changed so far. */
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

/** An empty table. Each call costs what the process or socket of it holds, and no more. */
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
    processes.get(pid)?.open.forEach((socket, slot) => {
      note(socket, removeSlot(socket, pid, slot));
      if (!isHeld(socket)) noteEnd(socket);
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

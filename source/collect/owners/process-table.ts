import type {Process} from '../../domain/socket.ts';
import type {ProcessStat} from '../../linux/process-texts.ts';
import {withDescriptor, withoutDescriptor, withProcess} from './holders.ts';
import type {TrackedSocket} from './tracked-socket.ts';

/** A process as it was when it was last scanned. */
export type KnownProcess = {
  readonly stat: ProcessStat;
  /** How many descriptors of any kind it had open; 0 where the kernel does not count them. */
  readonly count: number;
  /** Its facts while it has a tracked socket open. */
  readonly process: Process | null;
  /** The descriptors on which it has tracked sockets open. */
  readonly open: ReadonlyMap<number, TrackedSocket>;
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
  /** Records that a descriptor of a process is open on this tracked socket, or on none. */
  setDescriptor(pid: number, descriptor: number, socket: TrackedSocket | undefined): void;
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
export type ScannedHolder = {
  readonly process: Process;
  readonly stat: ProcessStat;
  readonly count: number;
  readonly open: Map<number, TrackedSocket>;
};

type MutableProcess = KnownProcess & {readonly open: Map<number, TrackedSocket>};

/** An empty table. Each call costs what the process or socket of it holds, and no more. */
export function createProcessTable(): ProcessTable {
  const processes = new Map<number, MutableProcess>();
  const shared = new Set<TrackedSocket>();
  let changes = 0;

  const setOwner = (socket: TrackedSocket, owner: TrackedSocket['owner']): void => {
    if (socket.owner === owner) return;
    socket.owner = owner;
    if (owner !== null && owner.value.length > 1) shared.add(socket);
    else shared.delete(socket);
    changes++;
  };
  const forget = (pid: number): void => {
    processes.get(pid)?.open.forEach((socket, descriptor) => {
      setOwner(socket, withoutDescriptor(socket.owner, pid, descriptor));
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
      processes.set(pid, {stat, count, process: null, open: new Map()});
    },
    setHolder({process, stat, count, open: found}, isAll) {
      const {pid} = process;
      const before = processes.get(pid);
      const open = isAll ? found : (before?.open ?? found);
      const isUnchanged = !isAll && before?.process === process;
      if (!isUnchanged)
        before?.open.forEach((socket, descriptor) => {
          const isClosed = isAll && found.get(descriptor) !== socket;
          const {owner} = socket;
          setOwner(socket, isClosed ? withoutDescriptor(owner, pid, descriptor) : withProcess(owner, process));
        });
      found.forEach((socket, descriptor) => {
        if (before?.open.get(descriptor) === socket) return;
        if (open !== found) open.set(descriptor, socket);
        setOwner(socket, withDescriptor(socket.owner, process, descriptor));
      });
      processes.set(pid, {stat, count, process, open});
    },
    setDescriptor(pid, descriptor, socket) {
      const known = processes.get(pid);
      const before = known?.open.get(descriptor);
      if (!known?.process || before === socket) return;
      if (before) setOwner(before, withoutDescriptor(before.owner, pid, descriptor));
      known.open.delete(descriptor);
      if (!socket) return;
      known.open.set(descriptor, socket);
      setOwner(socket, withDescriptor(socket.owner, known.process, descriptor));
    },
    changes: () => changes,
    shared: () => shared,
    release(socket) {
      shared.delete(socket);
      for (const {process, descriptors} of socket.owner?.value ?? []) {
        const open = processes.get(process.pid)?.open;
        for (const descriptor of descriptors) open?.delete(descriptor);
      }
    },
  };
}

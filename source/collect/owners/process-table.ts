import type {Process} from '../../domain/socket.ts';
import type {ProcessStat} from '../../linux/process-texts.ts';
import {withDescriptor, withoutDescriptor, withProcess} from './holders.ts';
import type {Sought} from './tracked-socket.ts';

/** A process as it was when last visited. */
export type Tracked = {
  readonly stat: ProcessStat;
  /** How many descriptors it had open, of whatever kind; 0 where the kernel does not tell. */
  readonly count: number;
  /** Its facts while it has a sought socket open. */
  readonly process: Process | null;
  /** The descriptors that it has sought sockets open on. */
  readonly open: ReadonlyMap<number, Sought>;
};

/** The processes of this host. What is found out about one changes the owners of the sockets that it holds. */
export type ProcessTable = {
  get(pid: number): Tracked | undefined;
  pids(): Iterable<number>;
  values(): Iterable<Tracked>;
  size(): number;
  /** Takes down a process that holds none of the sockets. */
  setIdle(pid: number, stat: ProcessStat, count: number): void;
  /** Takes down what a process holds. Where `isAll` is false, it holds what it did before besides. */
  setHolding(holding: Holding, isAll: boolean): void;
  /** Takes down that a descriptor of a process is open on this sought socket, or on none. */
  correct(pid: number, descriptor: number, socket: Sought | undefined): void;
  /** A process is gone. */
  forget(pid: number): void;
  /** A socket is gone, and the descriptors that it was open on may be open on something else. */
  release(socket: Sought): void;
  /** The sockets that more than one process holds. */
  shared(): Iterable<Sought>;
  /** How many owners changed so far. */
  changes(): number;
};

export type Holding = {
  readonly process: Process;
  readonly stat: ProcessStat;
  readonly count: number;
  readonly open: Map<number, Sought>;
};

type Mutable = Tracked & {readonly open: Map<number, Sought>};

export function createProcessTable(): ProcessTable {
  const processes = new Map<number, Mutable>();
  const shared = new Set<Sought>();
  let changes = 0;

  const give = (socket: Sought, owner: Sought['owner']): void => {
    if (socket.owner === owner) return;
    socket.owner = owner;
    if (owner !== null && owner.value.length > 1) shared.add(socket);
    else shared.delete(socket);
    changes++;
  };
  const forget = (pid: number): void => {
    processes.get(pid)?.open.forEach((socket, descriptor) => {
      give(socket, withoutDescriptor(socket.owner, pid, descriptor));
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
    setHolding({process, stat, count, open: found}, isAll) {
      const {pid} = process;
      const before = processes.get(pid);
      const open = isAll ? found : (before?.open ?? found);
      const isSame = !isAll && before?.process === process;
      if (!isSame)
        before?.open.forEach((socket, descriptor) => {
          if (isAll && found.get(descriptor) !== socket) give(socket, withoutDescriptor(socket.owner, pid, descriptor));
          else give(socket, withProcess(socket.owner, process));
        });
      found.forEach((socket, descriptor) => {
        if (before?.open.get(descriptor) === socket) return;
        if (open !== found) open.set(descriptor, socket);
        give(socket, withDescriptor(socket.owner, process, descriptor));
      });
      processes.set(pid, {stat, count, process, open});
    },
    correct(pid, descriptor, socket) {
      const tracked = processes.get(pid);
      const before = tracked?.open.get(descriptor);
      if (!tracked?.process || before === socket) return;
      if (before) give(before, withoutDescriptor(before.owner, pid, descriptor));
      tracked.open.delete(descriptor);
      if (!socket) return;
      tracked.open.set(descriptor, socket);
      give(socket, withDescriptor(socket.owner, tracked.process, descriptor));
    },
    changes: () => changes,
    shared: () => shared,
    release(socket) {
      const {owner} = socket;
      shared.delete(socket);
      for (const {process, descriptors} of owner?.value ?? []) {
        const open = processes.get(process.pid)?.open;
        for (const descriptor of descriptors) open?.delete(descriptor);
      }
    },
  };
}

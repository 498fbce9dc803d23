import type {Process} from '../../model/socket.ts';
import type {ProcessStat} from '../../proc/process.ts';
import {withDescriptor, withoutDescriptor, withProcess} from './holders.ts';
import type {Sought} from './sought.ts';

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
  /** Takes down a process that holds none of the sockets. */
  setIdle(pid: number, stat: ProcessStat, count: number): void;
  /** Takes down what a process holds. Where `isAll` is false, it holds what it did before besides. */
  setHolding(holding: Holding, isAll: boolean): void;
  /** A process is gone. */
  forget(pid: number): void;
  /** A socket is gone, and the descriptors that it was open on may be open on something else. */
  release(socket: Sought): void;
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

  const forget = (pid: number): void => {
    processes.get(pid)?.open.forEach((socket, descriptor) => {
      socket.owner = withoutDescriptor(socket.owner, pid, descriptor);
    });
    processes.delete(pid);
  };

  return {
    get: pid => processes.get(pid),
    pids: () => processes.keys(),
    values: () => processes.values(),
    forget,
    setIdle(pid, stat, count) {
      forget(pid);
      processes.set(pid, {stat, count, process: null, open: new Map()});
    },
    setHolding({process, stat, count, open: found}, isAll) {
      const {pid} = process;
      const before = processes.get(pid);
      const open = isAll ? found : (before?.open ?? found);
      before?.open.forEach((socket, descriptor) => {
        if (isAll && found.get(descriptor) !== socket) socket.owner = withoutDescriptor(socket.owner, pid, descriptor);
        else if (before.process !== process) socket.owner = withProcess(socket.owner, process);
      });
      found.forEach((socket, descriptor) => {
        if (before?.open.get(descriptor) === socket) return;
        open.set(descriptor, socket);
        socket.owner = withDescriptor(socket.owner, process, descriptor);
      });
      processes.set(pid, {stat, count, process, open});
    },
    release({owner}) {
      for (const {process, descriptors} of owner?.value ?? []) {
        const open = processes.get(process.pid)?.open;
        for (const descriptor of descriptors) open?.delete(descriptor);
      }
    },
  };
}

import type {ListedHolder, ListedProcess} from '../../domain/socket.ts';
import {maxListedDescriptors} from './limits.ts';
import {descriptorOf, isOfThread, type Slot} from './slots.ts';

/** The holders of a socket that has some. */
export type KnownOwner = {readonly known: true; readonly value: readonly ListedHolder[]};

/**
 * The processes that have a socket open, each on some slots. Most sockets are open once, and then `owner` has it all;
 * of the others `many` has the processes by pid. A change takes constant time, however often the socket is open: a
 * process may have it on hundreds of thousands of descriptors (dup(2)).
 */
export type Holders = {
  /** Read it through `ownerOf`: it is null also while it is to be built from `many`. */
  owner: KnownOwner | null;
  many: Map<number, Holding> | null;
};

type Holding = {process: ListedProcess; readonly slots: Set<Slot>; holder: ListedHolder | null};

/** Whether any process has the socket open. */
export const isHeld = ({owner, many}: Holders): boolean => owner !== null || many !== null;

/** Whether more than one process has the socket open. */
export const isShared = ({many}: Holders): boolean => many !== null && many.size > 1;

/**
 * The owner, the same object until a holder changes; null where nobody has the socket open. Lowest pids first, and of
 * each process the lowest descriptors, up to `maxListedDescriptors`. Sorts the changes since the last call.
 */
export function ownerOf(holders: Holders): KnownOwner | null {
  const {many} = holders;
  if (holders.owner !== null || many === null) return holders.owner;
  const value = [...many.values()].map(toHolder).sort((a, b) => a.process.pid - b.process.pid);
  holders.owner = {known: true, value};
  return holders.owner;
}

function toHolder(holding: Holding): ListedHolder {
  holding.holder ??= makeHolder(holding.process, holding.slots);
  return holding.holder;
}

function makeHolder(process: ListedProcess, slots: ReadonlySet<Slot>): ListedHolder {
  const all = [...slots].map(descriptorOf).sort((a, b) => a - b);
  const descriptors = all.filter((each, index) => each !== all[index - 1]);
  const more = descriptors.length - maxListedDescriptors;
  return more > 0
    ? {process, descriptors: descriptors.slice(0, maxListedDescriptors), moreDescriptors: more}
    : {process, descriptors};
}

/** Records that `process` has the socket open on a slot. Returns whether anything changed. Constant time. */
export function addSlot(holders: Holders, process: ListedProcess, slot: Slot): boolean {
  if (!isHeld(holders) && !isOfThread(slot)) {
    holders.owner = {known: true, value: [{process, descriptors: onlyDescriptor(slot)}]};
    return true;
  }
  const many = spread(holders);
  const holding = many.get(process.pid);
  if (holding?.slots.has(slot) && holding.process === process) return false;
  if (holding) change(holding, process);
  const slots = holding?.slots ?? new Set();
  slots.add(slot);
  if (!holding) many.set(process.pid, {process, slots, holder: null});
  holders.owner = null;
  return true;
}

// Module-level cache: processes with thousands of sockets have them on the same numbers.
const onlyDescriptors = new Map<number, readonly number[]>();
const maxShared = 65_536;

/** The list of one descriptor alone, the same for all sockets that are open on this number. */
function onlyDescriptor(descriptor: number): readonly number[] {
  const list = onlyDescriptors.get(descriptor) ?? [descriptor];
  if (onlyDescriptors.size < maxShared) onlyDescriptors.set(descriptor, list);
  return list;
}

/** Records that the process has closed a slot. Returns whether anything changed. Constant time. */
export function removeSlot(holders: Holders, pid: number, slot: Slot): boolean {
  const [single] = holders.many === null ? (holders.owner?.value ?? []) : [];
  if (single && (single.process.pid !== pid || single.descriptors[0] !== slot)) return false;
  if (!single && holders.many?.get(pid)?.slots.delete(slot) !== true) return false;
  holders.owner = null;
  const holding = holders.many?.get(pid);
  if (!holding) return true;
  holding.holder = null;
  if (holding.slots.size === 0) holders.many?.delete(pid);
  if (holders.many?.size === 0) holders.many = null;
  return true;
}

/** Gives a holder new facts of its process. Returns whether anything changed. Constant time. */
export function replaceProcess(holders: Holders, process: ListedProcess): boolean {
  const {many, owner} = holders;
  const [single] = many === null ? (owner?.value ?? []) : [];
  const holding = many?.get(process.pid);
  const before = single ?? holding;
  if (!before || before.process.pid !== process.pid || before.process === process) return false;
  if (holding) change(holding, process);
  holders.owner = single ? {known: true, value: [{...single, process}]} : null;
  return true;
}

/** Calls `visit` with the pids and slots on which the socket is open, with no more than `max` slots of a process. */
export function forEachSlot(holders: Holders, max: number, visit: (pid: number, slot: Slot) => void): void {
  const [single] = holders.many === null ? (holders.owner?.value ?? []) : [];
  if (single) for (const descriptor of single.descriptors) visit(single.process.pid, descriptor);
  holders.many?.forEach(({slots}, pid) => {
    for (const slot of slots.values().take(max)) visit(pid, slot);
  });
}

function change(holding: Holding, process: ListedProcess): void {
  holding.process = process;
  holding.holder = null;
}

function spread(holders: Holders): Map<number, Holding> {
  holders.many ??= new Map(
    holders.owner?.value.map(holder => {
      const {process, descriptors} = holder;
      return [process.pid, {process, slots: new Set(descriptors), holder}] as const;
    }),
  );
  return holders.many;
}

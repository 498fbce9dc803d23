import type {Holder, Owner, Process} from '../../domain/socket.ts';

/** The holders of a socket that has some. */
export type KnownOwner = Extract<Owner, {readonly known: true}>;

/** The owner once `process` has the socket open on `descriptor` too. Lowest pids first, and lowest descriptors. */
export function withDescriptor(owner: KnownOwner | null, process: Process, descriptor: number): KnownOwner {
  if (owner === null) return {known: true, value: [{process, descriptors: [descriptor]}]};
  const others = owner.value;
  const before = others.find(holder => holder.process.pid === process.pid);
  const descriptors = before ? [...before.descriptors, descriptor].sort((a, b) => a - b) : [descriptor];
  return replaceHolder(others, process.pid, {process, descriptors});
}

/** The owner once the process has closed the descriptor; null where nobody else has the socket open. */
export function withoutDescriptor(owner: KnownOwner | null, pid: number, descriptor: number): KnownOwner | null {
  const before = owner?.value.find(holder => holder.process.pid === pid);
  if (!owner || !before) return owner;
  const descriptors = before.descriptors.filter(each => each !== descriptor);
  if (descriptors.length === 0 && owner.value.length === 1) return null;
  return replaceHolder(owner.value, pid, descriptors.length === 0 ? null : {process: before.process, descriptors});
}

/** The owner with new facts of the process among its holders. */
export function withProcess(owner: KnownOwner | null, process: Process): KnownOwner | null {
  const before = owner?.value.find(holder => holder.process.pid === process.pid);
  if (!owner || !before || before.process === process) return owner;
  return replaceHolder(owner.value, process.pid, {process, descriptors: before.descriptors});
}

function replaceHolder(holders: readonly Holder[], pid: number, holder: Holder | null): KnownOwner {
  const value = holders.filter(each => each.process.pid !== pid);
  if (holder !== null) value.push(holder);
  return {known: true, value: value.sort((a, b) => a.process.pid - b.process.pid)};
}

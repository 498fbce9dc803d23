import {unknown} from '../../domain/known.ts';
import type {Holder, Process} from '../../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';

/** The name that a table prints for a program, cut at the first `:` or blank (`sshd: user@pts/0`, `nginx: master`). */
export function programName(text: string): Clean {
  const cut = text.match(/^[^:\s]+/);
  return sanitize(cut ? cut[0] : text.trim());
}

/** A process that saved text names. Its executable is never known; `user` is a name or a number. */
export function savedProcess(pid: number, name: string, user: string | null = null): Process {
  return {
    pid,
    startedAt: null,
    name: programName(name),
    executable: unknown('not-collected'),
    command: trusted(''),
    ...readUser(user),
    unit: null,
    unitManager: null,
    container: null,
    publishes: null,
  };
}

/** Tables print a user's name, or the number where the user has no name or -n was given. */
export function readUser(text: string | null): {readonly uid: number | null; readonly user: Clean | null} {
  if (text === null || text === '') return {uid: null, user: null};
  return /^\d{1,10}$/.test(text) ? {uid: Number(text), user: null} : {uid: null, user: sanitize(text)};
}

/** Joins the holders that several rows show of one socket: one holder a process, lowest pid first. */
export function joinHolders(holders: readonly Holder[]): readonly Holder[] {
  const byPid = new Map<number, Holder>();
  for (const holder of holders) {
    const before = byPid.get(holder.process.pid);
    const descriptors = new Set([...(before?.descriptors ?? []), ...holder.descriptors]);
    byPid.set(holder.process.pid, {...(before ?? holder), descriptors: [...descriptors]});
  }
  return [...byPid.values()].sort((a, b) => a.process.pid - b.process.pid);
}

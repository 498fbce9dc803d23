import {unknown} from '../../domain/known.ts';
import type {Holder, Process} from '../../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';

/** The name that a table prints for a program, without the title behind it (`sshd: user@pts/0`, `nginx: master`). */
export const programName = (text: string): Clean => sanitize((text.match(/^([^:]+):(?:\s|$)/)?.[1] ?? text).trim());

/** A text without the remark that somebody wrote behind it: `812/sshd  <-- mine`. */
export const withoutComment = (text: string): string =>
  text.replace(/(?:\s{2,}\S.*|\s+[^\p{L}\p{N}\s].*|[,;]\s.*|<\/?\w.*|[\s|│┃║"'`,;*\\]+)$/u, '');

/** Words of sentences, which are in no name of a program. */
const sentenceWords = new Set(
  (
    'a am an and are at be but by for from has here i if in is it its just me mine my no not of on only or our ours ' +
    'that the then these this to was we what which why with you your'
  ).split(' '),
);

/** The first word of a name with blanks; the whole name where a title begins with it, `sshd: ann`. */
export const firstWord = (name: string): string => name.match(/^[^\s:]+(?=\s)/)?.[0] ?? name;

/** A name without the prose that somebody wrote behind it, `sshd is mine`. A name may have blanks: `Web Content`. */
export function withoutProse(name: string): string {
  const rest = name.slice(firstWord(name).length);
  const isSentence =
    rest.split(/\s+/).some(word => sentenceWords.has(word.toLowerCase())) ||
    /\p{L}[.!?]$/u.test(rest) ||
    /(?!\p{ASCII})\p{L}/u.test(rest);
  return isSentence ? firstWord(name) : name;
}

/**
 * A process as saved text shows it: pid, name or both. A name without a sign, as of an escaped blank, is none. Its
 * executable is never known; `user` is a name or a number.
 */
export function savedProcess(pid: number | null, name: string | null, user: string | null = null): Process {
  return {
    pid,
    startedAt: null,
    name: name === null || name.trim() === '' ? null : programName(name),
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

/** The holder that a row shows; none where it has neither pid nor name. Process 0 is the kernel's idle process. */
export function savedHolders(
  pid: number | null,
  name: string | null,
  {user = null, descriptors = []}: {readonly user?: string | null; readonly descriptors?: readonly number[]} = {},
): readonly Holder[] {
  const process = savedProcess(pid, name, user);
  return pid === 0 || (pid === null && process.name === null) ? [] : [{process, descriptors}];
}

/** Joins the holders that several rows show of one socket: one holder a process, lowest pid first. */
export function joinHolders(holders: readonly Holder[]): readonly Holder[] {
  const byProcess = new Map<number | string | null, Holder>();
  for (const holder of holders) {
    const {pid, name} = holder.process;
    const before = byProcess.get(pid ?? name);
    const descriptors = new Set([...(before?.descriptors ?? []), ...holder.descriptors]);
    const known = before && before.process.name !== null ? before : holder;
    byProcess.set(pid ?? name, {...known, descriptors: [...descriptors]});
  }
  return [...byProcess.values()].sort((a, b) => (a.process.pid ?? 0) - (b.process.pid ?? 0));
}

import type {HostFile} from '../../domain/evidence.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {ListedProcess} from '../../domain/socket.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';

/**
 * Whether the executable's path leads to the file that runs, seen from the root directory of this program. A mount
 * namespace of its own is no difference where the file is the same one, as with PrivateTmp= (systemd.exec(5)).
 */
export function readHostFile(
  files: Files,
  proc: string,
  {pid, executable}: ListedProcess,
  refusal: WhyUnknown,
): Known<HostFile> {
  if (!executable.known) return unknown(executable.why);
  const base = `${proc}/${pid}`;
  const link = orFailure(() => files.linkBytes(`${base}/exe`));
  const running = orFailure(() => files.stat(`${base}/exe`));
  if (link === 'gone' || running === 'gone') return unknown('exited');
  if (link === 'refused' || running === 'refused') return unknown(refusal);
  const standing = orFailure(() => files.stat(link));
  if (typeof standing === 'object' && standing.id === running.id) return known('same');
  // A daemon that has changed its root directory since it started is found above, by its path in ours.
  if (rootOf(files, base) !== '/' || hasOwnMounts(files, proc, base)) return known('own-root');
  if (standing === 'refused') return unknown(refusal);
  return known(standing === 'gone' ? 'absent' : 'other');
}

/** The root directory of a process, as `/`; `/` as well where it cannot be read. */
function rootOf(files: Files, base: string): string {
  const root = orFailure(() => ({path: files.link(`${base}/root`)}));
  return typeof root === 'object' ? root.path : '/';
}

function hasOwnMounts(files: Files, proc: string, base: string): boolean {
  const theirs = orFailure(() => ({id: files.link(`${base}/ns/mnt`)}));
  const ours = orFailure(() => ({id: files.link(`${proc}/self/ns/mnt`)}));
  return typeof theirs === 'object' && typeof ours === 'object' && theirs.id !== ours.id;
}

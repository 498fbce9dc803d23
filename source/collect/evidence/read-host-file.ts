import type {HostFile} from '../../domain/evidence.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {ListedProcess} from '../../domain/socket.ts';
import {type Files, orFailure, whyFailed} from '../../linux/proc-files.ts';

/**
 * Whether the executable's path leads to the running file, seen from the root directory of this program. A mount
 * namespace of its own makes no difference where the file is the same, as with PrivateTmp= (systemd.exec(5)).
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
  if (typeof link === 'string') return unknown(whyFailed(link, refusal));
  const root = rootOf(files, base);
  // It was started there. A daemon that changed its root directory later has its executable outside.
  if (root !== '/' && link.toString('latin1').startsWith(`${root}/`)) return known('own-root');
  const standing = orFailure(() => files.stat(link));
  // That nothing is at the path is seen without touching the file that runs.
  const isElsewhere = running === 'on-unlisted-mount' && standing === 'gone';
  if (typeof running === 'string' && !isElsewhere) return unknown(whyFailed(running, refusal));
  if (typeof standing === 'object' && typeof running === 'object' && standing.id === running.id) return known('same');
  if (root !== '/' || hasOwnMounts(files, proc, base)) return known('own-root');
  if (typeof standing === 'string' && standing !== 'gone') return unknown(whyFailed(standing, refusal));
  return known(standing === 'gone' ? 'absent' : 'other');
}

/** The root directory of a process, as `/`; also `/` where it cannot be read. */
function rootOf(files: Files, base: string): string {
  const root = orFailure(() => ({path: files.link(`${base}/root`)}));
  return typeof root === 'object' ? root.path : '/';
}

function hasOwnMounts(files: Files, proc: string, base: string): boolean {
  const theirs = orFailure(() => ({id: files.link(`${base}/ns/mnt`)}));
  const ours = orFailure(() => ({id: files.link(`${proc}/self/ns/mnt`)}));
  return typeof theirs === 'object' && typeof ours === 'object' && theirs.id !== ours.id;
}

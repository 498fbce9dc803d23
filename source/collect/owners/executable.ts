import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {Executable, FileRights} from '../../domain/socket.ts';
import {type Clean, cleanBytes} from '../../domain/text.ts';
import {splitDeletedMark} from '../../linux/deleted-mark.ts';
import {
  type FileFacts,
  type Files,
  isTooLong,
  orFailure,
  type ReadFailure,
  readFailure,
  whyFailed,
} from '../../linux/proc-files.ts';
import {firstMappedPath} from '../../linux/process-texts.ts';
import {fileLimits} from './limits.ts';

const slash = 0x2f;
const writableByAll = 0o002;

/**
 * The file that a process runs (proc(5), /proc/PID/exe). `base` is the directory of the process, as `/proc/812`, `name`
 * its name for itself, and `refusal` the reason for facts that may not be read. " (deleted)" at the end of the link is
 * the kernel's mark, unless the file of that very name is the one that runs. The path counts in the root of the
 * process, or in ours where the process was started outside of the root that it has now. A path that is too long for
 * the link is `unnameable`: known, and named by its last component.
 */
export function readExecutable(files: Files, base: string, name: Clean, refusal: WhyUnknown): Known<Executable> {
  const link = readLink(files, base);
  if (link === 'unnameable') return known(readUnnameable(files, base, name, refusal));
  if (typeof link === 'string') return unknown(whyFailed(link, refusal));
  const running = orFailure(() => files.stat(`${base}/exe`));
  const isReadable = typeof running === 'object';
  const {path, root, state} = locate(files, `${base}/root`, link, isReadable ? running : null);
  return known({
    path: cleanBytes(path),
    alias: isAlias(files, root, path, name) ? name : null,
    state,
    file: isReadable ? known(rightsOf(files, root, path, running)) : unknown(whyFailed(running, refusal)),
  });
}

// The kernel writes the path into one page (d_path() in fs/proc/base.c); a longer one fails with ENAMETOOLONG.
function readLink(files: Files, base: string): Buffer | ReadFailure | 'unnameable' {
  try {
    return files.linkBytes(`${base}/exe`);
  } catch (error) {
    return isTooLong(error) ? 'unnameable' : readFailure(error);
  }
}

// The link still leads to the file, and /proc/PID/maps has paths of any length (proc_pid_maps(5)).
function readUnnameable(files: Files, base: string, name: Clean, refusal: WhyUnknown): Executable {
  const running = orFailure(() => files.stat(`${base}/exe`));
  const isReadable = typeof running === 'object';
  const maps = orFailure(() => files.read(`${base}/maps`, fileLimits.processMappings));
  const mapped = isReadable && typeof maps === 'object' ? firstMappedPath(maps, running.id) : null;
  const path = mapped ?? Buffer.from(`/${name}`);
  return {
    path: cleanBytes(Buffer.concat([Buffer.from('…'), path.subarray(path.lastIndexOf(slash))])),
    alias: null,
    state: 'unnameable',
    file: isReadable ? known(rightsOf(files, `${base}/root`, path, running)) : unknown(whyFailed(running, refusal)),
  };
}

type Location = {readonly path: Buffer; readonly root: string; readonly state: Executable['state']};

function locate(files: Files, root: string, link: Buffer, running: FileFacts | null): Location {
  const {path: bare, isMarked} = splitDeletedMark(link);
  const intact = running === null ? null : findIntact(files, root, isMarked ? [link, bare] : [link], running.id);
  if (intact !== null) return intact;
  const isOccupied = idAt(files, root, bare) !== null;
  if (isMarked) return {path: bare, root, state: isOccupied ? 'replaced' : 'deleted'};
  // Without the kernel's mark the file still has its name: out of our reach, unless another file stands at the path.
  if (running !== null && isOccupied) return {path: bare, root, state: 'replaced'};
  return {path: bare, root, state: running?.links === 0 ? 'deleted' : 'intact'};
}

/** The first of the paths that leads to the file that runs, from the root of the process or from ours. */
function findIntact(files: Files, root: string, paths: readonly Buffer[], id: string): Location | null {
  for (const path of paths) {
    const from = [root, ''].find(each => idAt(files, each, path) === id);
    if (from !== undefined) return {path, root: from, state: 'intact'};
  }
  return null;
}

// /proc/PID/exe leads to the file itself. People know a program that is started by a link under the name of the link.
function isAlias(files: Files, root: string, path: Buffer, name: Clean): boolean {
  const directory = path.subarray(0, path.lastIndexOf(slash) + 1);
  const beside = Buffer.concat([directory, Buffer.from(name)]);
  if (name === '' || name.includes('/') || beside.equals(path)) return false;
  const other = targetAt(files, root, beside);
  return other !== null && other.id === targetAt(files, root, path)?.id;
}

/** The file at a path, through symbolic links; null where it cannot be reached. */
function targetAt(files: Files, root: string, path: Buffer): FileFacts | null {
  const found = orFailure(() => files.stat(Buffer.concat([Buffer.from(root), path])));
  return typeof found === 'object' ? found : null;
}

/** Identity of the file or link at a path; null where none can be reached. */
function idAt(files: Files, root: string, path: Buffer): string | null {
  const found = orFailure(() => files.lstat(Buffer.concat([Buffer.from(root), path])));
  return typeof found === 'object' ? found.id : null;
}

/** The users who may change a file at a path of this root directory, and the directories above it. */
export const rightsOf = (files: Files, root: string, path: Buffer, {mode, uid, ...rest}: FileFacts): FileRights => ({
  mode: mode & 0o7777,
  uid,
  writableByAll: firstWritable(files, root, path, {mode, uid, ...rest}),
});

// A directory with the sticky bit, as /tmp, counts too: whether that is harmless is for others to judge.
function firstWritable(files: Files, root: string, path: Buffer, running: FileFacts): Clean | null {
  if (running.mode & writableByAll) return cleanBytes(path);
  let end = path.lastIndexOf(slash);
  while (end >= 0) {
    const directory = path.subarray(0, Math.max(end, 1));
    const found = targetAt(files, root, directory);
    if (found !== null && found.mode & writableByAll) return cleanBytes(directory);
    end = end === 0 ? -1 : path.lastIndexOf(slash, end - 1);
  }
  return null;
}

import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {Executable} from '../../domain/socket.ts';
import {type Clean, cleanBytes} from '../../domain/text.ts';
import {splitDeletedMark} from '../../linux/deleted-mark.ts';
import {type FileFacts, type Files, orFailure} from '../../linux/proc-files.ts';

const slash = 0x2f;
const writableByAll = 0o002;

/**
 * The file that a process runs (proc(5), /proc/PID/exe). `base` is the directory of the process, as `/proc/812`, `name`
 * its name for itself, and `refusal` the reason for facts that may not be read. " (deleted)" at the end of the link is
 * the kernel's mark, unless the file of that very name is the one that runs. The path counts in the root of the
 * process, or in ours where the process was started outside of the root that it has now.
 */
export function readExecutable(files: Files, base: string, name: Clean, refusal: WhyUnknown): Known<Executable> {
  const link = orFailure(() => files.linkBytes(`${base}/exe`));
  if (link === 'gone') return unknown('exited');
  if (link === 'refused') return unknown(refusal);
  const running = orFailure(() => files.stat(`${base}/exe`));
  const isReadable = typeof running === 'object';
  const {path, root, state} = locate(files, `${base}/root`, link, isReadable ? running : null);
  return known({
    path: cleanBytes(path),
    alias: isAlias(files, root, path, name) ? name : null,
    state,
    file: isReadable
      ? known({
          mode: running.mode & 0o7777,
          uid: running.uid,
          writableByAll: firstWritable(files, root, path, running),
        })
      : unknown(running === 'gone' ? 'exited' : refusal),
  });
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

// A directory with the sticky bit, as /tmp, counts too: rules judge whether the bit makes it harmless.
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

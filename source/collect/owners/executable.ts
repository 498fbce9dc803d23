import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {Executable} from '../../domain/socket.ts';
import {type Clean, cleanBytes} from '../../domain/text.ts';
import {splitDeletedMark} from '../../linux/deleted-mark.ts';
import {type FileFacts, type Files, orFailure} from '../../linux/proc-files.ts';

const slash = 0x2f;
const writableByAll = 0o002;

/**
 * The file that a process runs (proc(5), /proc/PID/exe). `base` is its directory, as `/proc/812`, `name` what it calls itself, and
 * `refusal` why a fact is missing that may not be read. Where the link says " (deleted)" this is taken for the kernel's remark
 * unless a file of that very name is the one that runs. The path counts in the process's own root, or in ours where it was started
 * outside of the root it has now.
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
  for (const path of isMarked ? [link, bare] : [link]) {
    for (const from of [root, '']) {
      if (running !== null && idAt(files, from, path) === running.id) return {path, root: from, state: 'intact'};
    }
  }
  const standing = idAt(files, root, bare);
  if (isMarked) return {path: bare, root, state: standing === null ? 'deleted' : 'replaced'};
  // The kernel says the file still has its name; unless another one is seen at it, the name lies outside of what we can reach.
  const isOther = running !== null && standing !== null;
  return {path: bare, root, state: isOther ? 'replaced' : running?.links === 0 ? 'deleted' : 'intact'};
}

// /proc/PID/exe leads to the file itself: of a program that was started by a link to it, the link has the name that people know.
function isAlias(files: Files, root: string, path: Buffer, name: Clean): boolean {
  const directory = path.subarray(0, path.lastIndexOf(slash) + 1);
  const beside = Buffer.concat([directory, Buffer.from(name)]);
  if (name === '' || name.includes('/') || beside.equals(path)) return false;
  const idOf = (file: Buffer): string | null => {
    const found = orFailure(() => files.stat(Buffer.concat([Buffer.from(root), file])));
    return typeof found === 'object' ? found.id : null;
  };
  const other = idOf(beside);
  return other !== null && other === idOf(path);
}

function idAt(files: Files, root: string, path: Buffer): string | null {
  const found = orFailure(() => files.lstat(Buffer.concat([Buffer.from(root), path])));
  return typeof found === 'object' ? found.id : null;
}

// A directory with the sticky bit, as /tmp, counts too: whether that is harmless is for others to judge.
function firstWritable(files: Files, root: string, path: Buffer, running: FileFacts): Clean | null {
  if (running.mode & writableByAll) return cleanBytes(path);
  let end = path.lastIndexOf(slash);
  while (end >= 0) {
    const directory = path.subarray(0, Math.max(end, 1));
    const found = orFailure(() => files.stat(Buffer.concat([Buffer.from(root), directory])));
    if (typeof found === 'object' && found.mode & writableByAll) return cleanBytes(directory);
    end = end === 0 ? -1 : path.lastIndexOf(slash, end - 1);
  }
  return null;
}

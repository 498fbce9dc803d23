import type {UntouchedWhy} from '../domain/known.ts';
import {whyUntouchedAt} from './mounts.ts';
import {type FileFacts, type Files, realFiles} from './proc-files.ts';
import {createProcessMounts, type View} from './process-mounts.ts';
import {UntouchedError} from './untouched.ts';

/** As many links as Linux follows in one path (path_resolution(7)). */
const maxLinks = 40;
/** st_mode of a symbolic link (inode(7)). */
const typeMask = 0o170000;
const symbolicLink = 0o120000;

/**
 * The same calls, but none touches a file system that may wait for a server (FUSE, network, automount): a call throws
 * UntouchedError instead. Links are followed step by step, so that none leads there. `now` returns milliseconds and is
 * never set back.
 */
export function guarded(files: Files, proc = '/proc', now: () => number = performance.now.bind(performance)): Files {
  const mounts = createProcessMounts(files, proc, now);
  const inProc = `${proc}/`;

  const check = (why: UntouchedWhy | null): void => {
    if (why !== null) throw new UntouchedError(why);
  };

  /** A file that is mounted over an entry of procfs may hang as well. */
  const checkOver = (path: string): void => {
    const {isSafe, table} = mounts.own();
    if (!isSafe && /^\/\d/.test(path.slice(proc.length))) check(whyUntouchedAt(table, path));
  };

  /**
   * The path that links lead to, below `root`, the directory at which absolute links start. Throws UntouchedError, and
   * ELOOP for too many links.
   */
  function walk(view: View, root: string, path: string, isFollowed: boolean): string {
    const names = path.split('/').filter(isStep);
    let done = '';
    let links = 0;
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      if (name === '..') {
        done = done.slice(0, Math.max(0, done.lastIndexOf('/')));
        continue;
      }
      const next = `${done}/${name}`;
      check(whyUntouchedAt(view.table, `${view.prefix}${next}`));
      const here = Buffer.from(`${root}${next}`, 'latin1');
      if ((names.length === 0 && !isFollowed) || !isLink(files.lstat(here))) {
        done = next;
        continue;
      }
      if (++links > maxLinks) throw Object.assign(new Error('too many links'), {code: 'ELOOP'});
      const target = files.linkBytes(here).toString('latin1');
      if (target.startsWith('/')) done = '';
      names.unshift(...target.split('/').filter(isStep));
    }
    check(whyUntouchedAt(view.table, `${view.prefix}${done}` || '/'));
    return `${root}${done}` || '/';
  }

  /**
   * The path to call in place of `path`, which is `rest` below `root` and may have links on the way. It is the same
   * path where no mount may hang.
   */
  function pathIn(view: View, root: string, rest: string, path: string | Buffer, isFollowed: boolean): string | Buffer {
    return view.isSafe ? path : Buffer.from(walk(view, root, rest, isFollowed), 'latin1');
  }

  /** The path to call in place of `path`. The links of procfs themselves do not hang, but their targets may. */
  function place(path: string | Buffer, isFollowed: boolean): string | Buffer {
    const text = typeof path === 'string' ? path : path.toString('latin1');
    if (!text.startsWith(inProc)) return pathIn(mounts.own(), '', bytesOf(path), path, isFollowed);
    const [, entry = '', rest = ''] = text.slice(proc.length).match(entryPattern) ?? [];
    if (entry === '') return path;
    const base = proc + entry;
    checkOver(base);
    if (rest.startsWith('/root/')) {
      const below = bytesOf(path).slice(base.length + '/root'.length);
      return pathIn(mounts.of(base), `${base}/root`, below, path, isFollowed);
    }
    if (isFollowed) checkLink(base, rest);
    return path;
  }

  function checkLink(base: string, rest: string): void {
    if (rest === '/exe') check(mounts.executable(base));
    if (rest === '/root') check(whyOfRoot(mounts.of(base)));
    const number = rest.match(/^\/fd\/(\d+)$/)?.[1];
    if (number !== undefined) check(mounts.descriptor(base, number));
  }

  /** The path to call for a file of procfs, a path of this program, or a path through a link of procfs. */
  const plain = (path: string, isFollowed: boolean): string => {
    if (!path.startsWith(inProc) || throughLink.test(path.slice(proc.length))) return String(place(path, isFollowed));
    checkOver(path);
    return path;
  };

  return {
    list: path => files.list(plain(path, true)),
    names: path => files.names(plain(path, true)),
    link: path => files.link(plain(path, false)),
    linkBytes: path => files.linkBytes(typeof path === 'string' ? plain(path, false) : place(path, false)),
    read: (path, limit) => files.read(plain(path, true), limit),
    size: path => (mounts.own().isSafe || !isUntouched(() => plain(path, true)) ? files.size(path) : 0),
    stat: path => files.stat(place(path, true)),
    lstat: path => files.lstat(place(path, false)),
  };
}

const whyOfRoot = ({table, prefix}: View): UntouchedWhy | null => whyUntouchedAt(table, prefix || '/');

function isUntouched(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}

/** The directory of a process or thread, and the rest of the path. */
const entryPattern = /^(\/(?:\d+|self)(?:\/task\/\d+)?)(\/.*)?$/s;

/** A path that begins with a link of a process to a file or directory of any file system. */
const throughLink = /^\/(?:\d+|self)(?:\/task\/\d+)?\/(?:exe|cwd|root|fd\/\d+)(?:\/|$)/;

/** The path with one character for each byte, since a path need not be UTF-8. */
const bytesOf = (path: string | Buffer): string =>
  (typeof path === 'string' ? Buffer.from(path) : path).toString('latin1');

const isStep = (name: string): boolean => name !== '' && name !== '.';
const isLink = ({mode}: FileFacts): boolean => (mode & typeMask) === symbolicLink;

/** The files of this system, guarded. */
export const safeFiles: Files = guarded(realFiles);

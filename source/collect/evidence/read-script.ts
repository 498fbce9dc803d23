import type {Code} from '../../domain/evidence.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import type {FileRights} from '../../domain/socket.ts';
import {cleanBytes} from '../../domain/text.ts';
import {type Files, isUntouched, orFailure, whyFailed} from '../../linux/proc-files.ts';
import {rightsOf} from '../owners/executable.ts';

/** Links that are followed on the way to one file, as the kernel does (path_resolution(7)). */
const maxLinks = 40;

/**
 * A file that a command line names, in the root directory of the process; a relative path starts at its working
 * directory. Links are followed. With `isScript`, a relative path without a file is a missing script; else it is
 * unknown.
 */
export function readScript(
  files: Files,
  base: string,
  path: string,
  refusal: WhyUnknown,
  isScript = false,
): Known<Code> {
  const descriptor = path.match(/^\/(?:dev|proc\/(?:self|\d+))\/fd\/(\d+)$/)?.[1];
  if (descriptor !== undefined) return readDescriptor(files, base, descriptor, refusal);
  const isRelative = !path.startsWith('/');
  const directory = isRelative ? orFailure(() => files.linkBytes(`${base}/cwd`)) : Buffer.alloc(0);
  if (typeof directory === 'string') return unknown(whyFailed(directory, refusal));
  const root = `${base}/root`;
  const real = resolved(files, root, isRelative ? `${directory.toString('latin1')}/${path}` : path);
  const found = orFailure(() => files.stat(Buffer.concat([Buffer.from(root), real])));
  if (found === 'refused' || isUntouched(found)) return unknown(whyFailed(found, refusal));
  if (found === 'gone' && isRelative) {
    // The process may have changed its directory since it started: then a relative path leads to no file.
    const named = cleanBytes(Buffer.from(path, 'latin1'));
    return isScript ? fileCode(named, 'missing', unknown('not-collected')) : unknown('not-collected');
  }
  return found === 'gone'
    ? fileCode(cleanBytes(real), 'deleted', unknown('exited'))
    : fileCode(cleanBytes(real), 'intact', known(rightsOf(files, root, real, found)));
}

type FileCode = Extract<Code, {readonly kind: 'file'}>;

const fileCode = (path: FileCode['path'], state: FileCode['state'], file: Known<FileRights>): Known<Code> =>
  known({kind: 'file', path, state, file, package: unknown('pending')});

/** The code on a descriptor whose path is the script, as for `<(…)` of bash: a pipe, or a file, perhaps deleted. */
function readDescriptor(files: Files, base: string, number: string, refusal: WhyUnknown): Known<Code> {
  const link = orFailure(() => files.linkBytes(`${base}/fd/${number}`));
  if (typeof link === 'string' && link !== 'gone') return unknown(whyFailed(link, refusal));
  const target = link === 'gone' ? '' : link.toString('latin1');
  if (!target.startsWith('/')) return known({kind: 'standard-input'});
  const path = target.replace(/ \(deleted\)$/, '');
  return path === target
    ? readScript(files, base, path, refusal)
    : fileCode(cleanBytes(Buffer.from(path, 'latin1')), 'deleted', unknown('exited'));
}

/**
 * The path without links, `.`, `..` and double slashes. One character stands for a byte, since a path need not be
 * UTF-8.
 */
function resolved(files: Files, root: string, path: string): Buffer {
  const left = path.split('/').reverse();
  const done: string[] = [];
  for (let links = 0; left.length > 0; ) {
    const part = left.pop() ?? '';
    if (part === '..') done.pop();
    else if (part !== '' && part !== '.') {
      done.push(part);
      const target = links < maxLinks ? linkAt(files, root, done) : null;
      if (target === null) continue;
      links++;
      if (target.startsWith('/')) done.length = 0;
      else done.pop();
      left.push(...target.split('/').reverse());
    }
  }
  return Buffer.from(`/${done.join('/')}`, 'latin1');
}

/** The target of a symbolic link; null where the path is no link. */
function linkAt(files: Files, root: string, parts: readonly string[]): string | null {
  const path = Buffer.from(`/${parts.join('/')}`, 'latin1').toString('utf8');
  const target = orFailure(() => files.linkBytes(root + path));
  return typeof target === 'string' ? null : target.toString('latin1');
}

import {posix} from 'node:path';
import {unversioned} from '../../domain/interpreters.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import {type Files, orFailure, whyFailed} from '../../linux/proc-files.ts';

/** Bytes from the start of a file; linkers put the build ID there (ld(1), --build-id). */
const headLimit = 4096;
/** The head of a note of ELF (elf(5)) that holds a build ID: length of its name, of the ID, its type, its name. */
const note = /\x04\0\0\0([\x08-\x20])\0\0\0\x03\0\0\0GNU\0/;
const directories = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** The build ID in the first bytes of an executable, in hexadecimal; null where it has none. */
export function buildIdIn(head: Buffer): string | null {
  const text = head.toString('latin1');
  const match = text.match(note);
  if (!match || !text.startsWith('\x7fELF')) return null;
  const start = (match.index ?? 0) + match[0].length;
  return head.subarray(start, start + (match[1]?.charCodeAt(0) ?? 0)).toString('hex');
}

/**
 * Returns a function that finds the program of this host of which an executable is a copy under another name. It looks
 * among the programs for which `isTelling` holds: shells, interpreters, and programs that only pass bytes on. A copy
 * keeps its build ID, whatever is appended to it. The programs of the host are read once, for the first executable.
 */
export function createCopyFinder(
  files: Files,
  isTelling: (name: string) => boolean,
): (base: string, name: string, refusal: WhyUnknown) => Known<Clean | null> {
  let programs: ReadonlyMap<string, readonly string[]> | null = null;

  return (base, name, refusal) => {
    const head = orFailure(() => files.read(`${base}/exe`, headLimit));
    if (typeof head === 'string') return unknown(whyFailed(head, refusal));
    const id = buildIdIn(head);
    if (id === null) return known(null);
    programs ??= tellingPrograms(files, isTelling);
    const names = programs.get(id);
    if (!names || names.some(each => unversioned(each) === unversioned(name))) return known(null);
    return known(sanitize(names[0] ?? '', 100));
  };
}

/** Links that are followed from a name to its program, as update-alternatives(1) makes them. */
const maxLinks = 8;

/** The name of the file that a path leads to. */
function targetName(files: Files, path: string): string {
  let at = path;
  for (let links = 0; links < maxLinks; links++) {
    const target = orFailure(() => ({path: files.link(at)}));
    if (typeof target === 'string') break;
    at = posix.resolve(posix.dirname(at), target.path);
  }
  return posix.basename(at);
}

/** Names of programs by build ID, also the names of the files that links lead to; names of links last. */
function tellingPrograms(files: Files, isTelling: (name: string) => boolean): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const directory of directories) {
    const names = orFailure(() => files.list(directory));
    for (const name of typeof names === 'string' ? [] : names.filter(isTelling)) {
      const path = `${directory}/${name}`;
      const head = orFailure(() => files.read(path, headLimit));
      const id = typeof head === 'string' ? null : buildIdIn(head);
      if (id === null) continue;
      const others = found.get(id) ?? [];
      const target = targetName(files, path);
      found.set(id, target === name ? [name, ...others] : [...others, name, target]);
    }
  }
  return found;
}

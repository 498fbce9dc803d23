import type {Code} from '../../domain/evidence.ts';
import {codeIn} from '../../domain/interpreters.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import {baseName} from '../../domain/program.ts';
import type {FileRights, Process} from '../../domain/socket.ts';
import {cleanBytes, sanitize} from '../../domain/text.ts';
import {type Files, orFailure, whyFailed} from '../../linux/proc-files.ts';
import {rightsOf} from '../owners/executable.ts';

/** Bytes of a command line that are read. Longer command lines are rare, and the code stands near their start. */
const commandLimit = 16_384;

/**
 * The code that a process runs, by its executable's name and its command line. A process can rewrite its command line
 * (proc(5)).
 */
export function readCode(files: Files, base: string, {executable}: Process, refusal: WhyUnknown): Known<Code> {
  if (!executable.known) return unknown(executable.why);
  const command = orFailure(() => files.read(`${base}/cmdline`, commandLimit));
  if (typeof command === 'string') return unknown(whyFailed(command, refusal));
  const argv = argumentsIn(command);
  const reference = codeIn(baseName(executable.value.path), argv);
  switch (reference.kind) {
    case 'own':
    case 'command-line':
      return known({kind: reference.kind});
    case 'applet':
      return known({kind: 'applet', name: sanitize(reference.name, 100)});
    case 'module':
      return known({kind: 'module', name: sanitize(reference.name, 100)});
    case 'file':
      return readFile(files, base, reference.path, refusal);
    case 'input':
      return readInput(files, base, refusal);
  }
}

/** One character a byte, since a path need not be UTF-8. */
const argumentsIn = (command: Buffer): readonly string[] => {
  const text = command.toString('latin1');
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
};

/**
 * A file named on the command line, in the root directory of the process; a relative path starts at its working
 * directory.
 */
function readFile(files: Files, base: string, path: string, refusal: WhyUnknown): Known<Code> {
  const isRelative = !path.startsWith('/');
  const directory = isRelative ? orFailure(() => files.linkBytes(`${base}/cwd`)) : Buffer.alloc(0);
  if (typeof directory === 'string') return unknown(whyFailed(directory, refusal));
  const named = Buffer.from(path, 'latin1');
  const whole = normalised(isRelative ? Buffer.concat([directory, Buffer.from('/'), named]) : named);
  const found = orFailure(() => files.stat(Buffer.concat([Buffer.from(`${base}/root`), whole])));
  if (found === 'refused') return unknown(refusal);
  // The process may have changed its directory since it started: then a relative name proves nothing.
  if (found === 'gone' && isRelative) return unknown('not-collected');
  const file: Known<FileRights> =
    typeof found === 'string'
      ? unknown(whyFailed(found, refusal))
      : known(rightsOf(files, `${base}/root`, whole, found));
  const state = found === 'gone' ? 'deleted' : 'intact';
  return known({kind: 'file', path: cleanBytes(whole), state, file, package: unknown('pending')});
}

/** The path without `.`, `..` and double slashes. Links are not followed. */
function normalised(path: Buffer): Buffer {
  const parts: string[] = [];
  for (const part of path.toString('latin1').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return Buffer.from(`/${parts.join('/')}`, 'latin1');
}

/** The source of an interpreter without code in its arguments: a terminal, a file, or a stream of unknown origin. */
function readInput(files: Files, base: string, refusal: WhyUnknown): Known<Code> {
  const link = orFailure(() => files.linkBytes(`${base}/fd/0`));
  if (link === 'gone') return unknown('not-collected');
  if (link === 'refused') return unknown(refusal);
  const target = link.toString('latin1');
  if (/^\/dev\/(?:pts\/\d+|tty\w*|console)$/.test(target)) return known({kind: 'terminal'});
  // The stream carries no code: the process has rewritten its command line, as daemons do.
  if (target === '/dev/null' || target === '/dev/zero') return unknown('not-collected');
  if (/^(?:pipe|socket|anon_inode):/.test(target) || isStream(files, base)) return known({kind: 'standard-input'});
  return target.startsWith('/')
    ? readFile(files, base, target.replace(/ \(deleted\)$/, ''), refusal)
    : known({kind: 'standard-input'});
}

/** st_mode of a FIFO and of a character device (inode(7)). */
const typeMask = 0o170000;
const fifo = 0o010000;
const characterDevice = 0o020000;

function isStream(files: Files, base: string): boolean {
  const found = orFailure(() => files.stat(`${base}/fd/0`));
  return typeof found === 'object' && [fifo, characterDevice].includes(found.mode & typeMask);
}

import type {Code} from '../../domain/evidence.ts';
import {codeIn, interpreterOf, loadedBy} from '../../domain/interpreters.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import {baseName} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {sanitize} from '../../domain/text.ts';
import {type Files, orFailure, whyFailed} from '../../linux/proc-files.ts';
import {forkedFrom} from './forked-from.ts';
import type {PlaceOf} from './read-mappings.ts';
import {readScript} from './read-script.ts';

/** Bytes of a command line that are read. Longer command lines are rare, and the code stands near their start. */
const commandLimit = 16_384;

export type CodeOptions = {
  readonly files: Files;
  /** The directory of all processes, as `/proc`. */
  readonly proc: string;
  /** The reason why a fact is unknown where its file may not be read. */
  readonly refusal: WhyUnknown;
  readonly placeOf: PlaceOf;
};

/**
 * The code that a process runs, by its executable's name and its command line, which it can rewrite (proc(5)).
 * `copyOf`: the program that its executable is a copy of, where it is one. Of a script and the code that options load
 * before it, the code in an odd place counts. A worker that rewrote its command line, and reads from its client, runs
 * the code of the process that it was forked from.
 */
export function readCode(
  base: string,
  process: Pick<Process, 'executable'>,
  copyOf: string | null,
  options: CodeOptions,
): Known<Code> {
  const code = readOwnCode(base, process, copyOf, options);
  if (!code.known || code.value.kind !== 'standard-input') return code;
  const parent = forkedFrom(options.files, options.proc, base);
  return parent === null ? code : readCode(parent, process, copyOf, options);
}

function readOwnCode(
  base: string,
  {executable}: Pick<Process, 'executable'>,
  copyOf: string | null,
  {files, refusal, placeOf}: CodeOptions,
): Known<Code> {
  if (!executable.known) return unknown(executable.why);
  const command = orFailure(() => files.read(`${base}/cmdline`, commandLimit));
  if (typeof command === 'string') return unknown(whyFailed(command, refusal));
  const argv = argumentsIn(command);
  const name = copyOf ?? baseName(executable.value.path);
  const odd = loadedBy(name, argv).find(path => placeOf(path) !== null);
  if (odd !== undefined) return readScript(files, base, odd, refusal);
  const reference = codeIn(name, argv);
  switch (reference.kind) {
    case 'own':
    case 'command-line':
      return known({kind: reference.kind});
    case 'applet':
      return known({kind: 'applet', name: sanitize(reference.name, 100)});
    case 'module':
      return readModule(files, base, reference.name, refusal);
    case 'file':
      return readScript(files, base, reference.path, refusal, interpreterOf(name)?.firstIsScript === true);
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
 * Python searches the working directory first (sys.path): a module that is there is a script; any other is one by name.
 */
function readModule(files: Files, base: string, name: string, refusal: WhyUnknown): Known<Code> {
  const path = name.replaceAll('.', '/');
  for (const file of [`${path}/__main__.py`, `${path}.py`]) {
    const found = readScript(files, base, file, refusal);
    if (found.known) return found;
  }
  return known({kind: 'module', name: sanitize(name, 100)});
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
    ? readScript(files, base, target.replace(/ \(deleted\)$/, ''), refusal)
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

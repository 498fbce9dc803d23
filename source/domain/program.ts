import type {Holder, Process} from './socket.ts';
import {type Clean, trusted} from './text.ts';

/** The program that a process runs, as far as the source shows it. */
export type Program = {
  /** Base name of the executable, or the printed name where the source has nothing else. */
  readonly name: Clean;
  /** Whether the name is the executable's; false for a name that a table prints. */
  readonly proven: boolean;
  /** Whether the program is the one with this base name. A printed name is compared as far as tools print names. */
  readonly is: (baseName: string) => boolean;
};

// The kernel's comm, and so ss, has the first 15 characters of a name (TASK_COMM_LEN in linux/sched.h); netstat prints
// fewer of them beside a long pid, and lsof prints 9 without `+c`.
const maxCommLength = 15;
const minCutLength = 9;

// Module-level cache: a proxy's process holds thousands of sockets, and its program is requested with each.
const programs = new WeakMap<Process, Program | null>();

/**
 * The program of a process: the base name of its executable. Where the source has only a name, the name stands in, cut
 * at the first `:` or space. null where the executable exists but could not be read: a name would prove nothing.
 */
export function programOf(process: Process): Program | null {
  let program = programs.get(process);
  if (program === undefined) {
    program = readProgram(process);
    programs.set(process, program);
  }
  return program;
}

function readProgram({executable, name}: Process): Program | null {
  if (executable.known) {
    const base = trusted(baseName(executable.value.path));
    return {name: base, proven: true, is: expected => base === expected};
  }
  if (executable.why !== 'not-collected' || name === null) return null;
  const printed = trusted(name.split(/:(?: |$)/, 1)[0] ?? '');
  const isCut = printed.length >= minCutLength;
  return {
    name: printed,
    proven: false,
    is: expected =>
      isCut ? expected.slice(0, maxCommLength).startsWith(printed.slice(0, maxCommLength)) : printed === expected,
  };
}

/**
 * The executable's alias or base name, where the executable is known; else the name that the process gives itself;
 * `pid 812` where it has none.
 */
export function programName({process}: Holder): string {
  const {executable, name} = process;
  return (executable.known ? executable.value.alias : null) ?? programOf(process)?.name ?? name ?? `pid ${process.pid}`;
}

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A process in a sentence: `process 812`; saved text may have no pid. */
export const processLabel = ({pid}: Pick<Process, 'pid'>): string => (pid === null ? 'its process' : `process ${pid}`);

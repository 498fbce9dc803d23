import type {Process} from './socket.ts';
import {type Clean, trusted} from './text.ts';

/** What a process runs, as far as that is known. */
export type Program = {
  /** Base name of the executable, or the printed name where the source tells nothing else. */
  readonly name: Clean;
  /** Whether the name is the executable's, and not just what a table prints. */
  readonly proven: boolean;
  /** Whether the program is the one with this base name; a mere name is compared as tools cut it. */
  readonly is: (baseName: string) => boolean;
};

// The kernel's comm, and so ss, keeps 15 characters of a name (TASK_COMM_LEN in linux/sched.h); netstat keeps fewer of
// them beside a long pid, and lsof prints 9 unless asked for more (`+c`).
const keptByComm = 15;
const keptByLsof = 9;

/** Programs by their processes: a process of a proxy holds thousands of sockets, and is asked for with each. */
const programs = new WeakMap<Process, Program | null>();

/**
 * The program of a process: its executable's base name. Where the source tells only a name, that name stands in, cut at
 * the first `:` or space. null where the executable exists but could not be read: a name is no proof then.
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
  if (executable.why !== 'not-collected') return null;
  const printed = trusted(name.split(/[: ]/, 1)[0] ?? '');
  const isCut = printed.length >= keptByLsof;
  return {
    name: printed,
    proven: false,
    is: expected =>
      isCut ? expected.slice(0, keptByComm).startsWith(printed.slice(0, keptByComm)) : printed === expected,
  };
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

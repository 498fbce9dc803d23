import {type Evidence, evidenceOf, type ProcessEvidence} from '../../domain/evidence.ts';
import {type Known, known} from '../../domain/known.ts';
import type {Holder, Process, Socket} from '../../domain/socket.ts';
import {socketUnitOf} from '../../domain/socket-unit.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import {isManager} from '../program-kinds.ts';

/** The owner of a socket, as far as a baseline compares it. */
export type SeenOwner = {
  /** The process that counts: the first of the holders to start, and process 1 only where it is alone. */
  readonly main: Process;
  readonly others: readonly Process[];
  readonly evidence: ProcessEvidence;
  /** systemd, where it holds the socket: it opened it for a unit, and hands it to the program of that unit. */
  readonly manager: Process | null;
  /** Units that stand for the socket: of the process, and where systemd holds the socket, its socket unit. */
  readonly units: readonly Clean[];
  /** The units that its socket unit starts; why they are not known. */
  readonly activates: Known<readonly Clean[]>;
};

/**
 * The owner of a socket with known holders. The first process to start stays the same however many workers it forks,
 * and whichever pids they get.
 */
export function seenOwnerOf(socket: Socket, holders: readonly Holder[], evidence: Evidence): SeenOwner | null {
  const processes = holders.map(({process}) => process);
  const manager = processes.find(process => process.pid === 1 && isManager(process)) ?? null;
  const workers = processes.filter(process => process !== manager).sort(byStart);
  const main = workers[0] ?? manager;
  if (!main) return null;
  const {socketUnits} = evidence.host;
  const socketUnit = manager && socketUnits.known ? socketUnitOf(socket, socketUnits.value) : null;
  const units = [socketUnit?.unit ?? null, main === manager ? null : stableUnitOf(main)].filter(unit => unit !== null);
  const activates = socketUnits.known ? known(socketUnit?.activates ?? []) : socketUnits;
  return {main, others: workers.slice(1), evidence: evidenceOf(evidence, main), manager, units, activates};
}

const byStart = (a: Process, b: Process): number =>
  (a.startedAt ?? Number.POSITIVE_INFINITY) - (b.startedAt ?? Number.POSITIVE_INFINITY) || (a.pid ?? 0) - (b.pid ?? 0);

/**
 * The unit of a process where the next start of the program has it too. A scope (systemd.scope(5)) is made for one
 * login or one command, and systemd-run(1) calls its services `run-…`. `--user app.service`: a unit of a user's own
 * manager, who may give it the name of a unit of the system.
 */
export function stableUnitOf({unit, unitManager}: Process): Clean | null {
  if (unit === null || unit.endsWith('.scope') || unit.startsWith('run-')) return null;
  return unitManager === 'user' ? sanitize(`--user ${unit}`) : unit;
}

/** `ssh` of `ssh.service` and `ssh.socket`: systemd hands the socket of one to the process of the other. */
const stemOf = (unit: string): string => unit.replace(/\.(?:service|socket)$/, '');

export const isSameUnit = (a: string, b: string): boolean => stemOf(a) === stemOf(b);

/**
 * The code that an interpreter runs: the path of its script, `-m http.server` for a module, the applet of busybox, `-c`
 * for code among its arguments, `-` for code from standard input, also of a terminal. null where it runs no such code,
 * or none is known.
 */
export function scriptOf({code}: ProcessEvidence): Clean | null {
  if (!code.known) return null;
  switch (code.value.kind) {
    case 'file':
      return code.value.path;
    case 'module':
      return sanitize(`-m ${code.value.name}`);
    case 'applet':
      return code.value.name;
    case 'command-line':
      return trusted('-c');
    case 'standard-input':
    case 'terminal':
      return trusted('-');
    case 'own':
      return null;
  }
}

/** The user that a process runs as: the name, else the uid; null where it is not known. */
export const userOf = ({user, uid}: Process): Clean | null => user ?? (uid === null ? null : trusted(String(uid)));

/** The path of the executable; null where it is not known. */
export const executableOf = ({executable}: Process): Clean | null => (executable.known ? executable.value.path : null);

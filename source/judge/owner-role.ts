import {type Code, type Evidence, evidenceOf, type ProcessEvidence} from '../domain/evidence.ts';
import {interpreterOf} from '../domain/interpreters.ts';
import {baseName, programOf} from '../domain/program.ts';
import type {Process, Socket} from '../domain/socket.ts';
import {socketUnitOf} from '../domain/socket-unit.ts';
import {type Clean, trusted} from '../domain/text.ts';

/** Roles by process, each with the evidence that it follows from: the process of a proxy holds thousands of sockets. */
const roles = new WeakMap<Process, {readonly own: ProcessEvidence; readonly role: Clean | null}>();

/**
 * The role of the first holder of a socket, as `Facts.role` describes it: the name of a unit or of a script. null where
 * the program shows it, or no name does.
 */
export function roleOf(socket: Socket, evidence: Evidence): Clean | null {
  const [holder] = socket.owner.known ? socket.owner.value : [];
  if (!holder) return null;
  const {process} = holder;
  if (process.pid === 1) {
    const {socketUnits} = evidence.host;
    return socketUnits.known ? (socketUnitOf(socket, socketUnits.value)?.unit ?? null) : null;
  }
  const own = evidenceOf(evidence, process);
  const kept = roles.get(process);
  if (kept?.own === own) return kept.role;
  const role = roleOfProcess(process, own);
  roles.set(process, {own, role});
  return role;
}

function roleOfProcess(process: Process, {code}: ProcessEvidence): Clean | null {
  const program = programOf(process)?.name ?? process.name;
  if (program === null) return null;
  const unit = serviceOf(process);
  if (unit !== null) return isRelated(unit, program) ? null : trusted(unit);
  const script = interpreterOf(program) !== null && code.known ? scriptOf(code.value) : null;
  return script === null ? null : trusted(script);
}

/** The name of a service of the system's manager, without instance and ending: `postfix` of `postfix@-.service`. */
function serviceOf({unit, unitManager}: Process): string | null {
  if (unitManager !== 'system') return null;
  return unit?.match(/^([^@]+)(?:@.*)?\.service$/)?.[1] ?? null;
}

/** General names of scripts: for these the name of the directory counts. */
const general = /^(?:__main__|main|index|app|server|run|start|bootstrap)$/i;

function scriptOf(code: Code): string | null {
  if (code.kind === 'module') return code.name;
  if (code.kind !== 'file') return null;
  const name = baseName(code.path).replace(/\.(?:pyc?|pl|rb|js|mjs|cjs|php|lua|tcl|sh|jar|war)$/, '');
  if (!general.test(name)) return name;
  return baseName(code.path.slice(0, -baseName(code.path).length - 1)) || name;
}

/** The words of a name, without digits and short words: `openvpn`, `server` of `openvpn-server`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(word => word.length > 2);

/**
 * Whether two names have a word in common, or a word of one is within a word of the other: `sshd` and `ssh`, `postgres`
 * and `postgresql`.
 */
export const isRelated = (a: string, b: string): boolean =>
  wordsOf(a).some(word => wordsOf(b).some(other => word.includes(other) || other.includes(word)));

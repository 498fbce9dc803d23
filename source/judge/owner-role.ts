import {type Code, type Evidence, evidenceOf} from '../domain/evidence.ts';
import {interpreterOf} from '../domain/interpreters.ts';
import {baseName, programOf} from '../domain/program.ts';
import type {Process, Socket} from '../domain/socket.ts';
import {socketUnitOf} from '../domain/socket-unit.ts';
import {type Clean, trusted} from '../domain/text.ts';

// Module-level cache: a proxy's process holds thousands of sockets.
const unitRoles = new WeakMap<Process, {readonly hasUnit: boolean; readonly role: Clean | null}>();

/**
 * What the first holder of a socket serves as, where its program does not show it; null where there is no such word.
 */
export function roleOf(socket: Socket, evidence: Evidence): Clean | null {
  const [holder] = socket.owner.known ? socket.owner.value : [];
  if (!holder) return null;
  const {process} = holder;
  if (process.pid === 1) {
    const {socketUnits} = evidence.host;
    return socketUnits.known ? socketUnitOf(socket, socketUnits.value) : null;
  }
  const program = programOf(process)?.name ?? process.name;
  let byUnit = unitRoles.get(process);
  if (byUnit === undefined) {
    const unit = serviceOf(process);
    byUnit = {hasUnit: unit !== null, role: unit === null || isRelated(unit, program) ? null : trusted(unit)};
    unitRoles.set(process, byUnit);
  }
  if (byUnit.hasUnit) return byUnit.role;
  const {code} = evidenceOf(evidence, process);
  const script = interpreterOf(program) !== null && code.known ? scriptOf(code.value) : null;
  return script === null ? null : trusted(script);
}

/** The name of the system's service, without instance and ending: `postfix` of `postfix@-.service`. */
function serviceOf({unit, unitManager}: Process): string | null {
  if (unitManager !== 'system') return null;
  return unit?.match(/^([^@]+)(?:@.*)?\.service$/)?.[1] ?? null;
}

/** Names of scripts that say nothing: there the directory has the name. */
const general = /^(?:__main__|main|index|app|server|run|start|bootstrap)$/i;

function scriptOf(code: Code): string | null {
  if (code.kind === 'module') return code.name;
  if (code.kind !== 'file') return null;
  const name = baseName(code.path).replace(/\.(?:pyc?|pl|rb|js|mjs|cjs|php|lua|tcl|sh|jar|war)$/, '');
  if (!general.test(name)) return name;
  return baseName(code.path.slice(0, -baseName(code.path).length - 1)) || name;
}

/** The words of a name that say something, without digits: `openvpn`, `server` of `openvpn-server`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(word => word.length > 2);

/**
 * Whether two names have a word in common, or one of them within another: `sshd` and `ssh`, `postgres` and
 * `postgresql`.
 */
export const isRelated = (a: string, b: string): boolean =>
  wordsOf(a).some(word => wordsOf(b).some(other => word.includes(other) || other.includes(word)));

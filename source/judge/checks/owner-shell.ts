import {evidenceOf, type ProcessEvidence} from '../../domain/evidence.ts';
import {type Program, processLabel} from '../../domain/program.ts';
import type {Holder, Owner, Process} from '../../domain/socket.ts';
import {effectiveProgram, isByteRelay, isInterpreter, isShellProgram, isSuperserver} from '../program-kinds.ts';
import {
  type CheckRecord,
  cannotTell,
  type Examined,
  examineHolders,
  type Finding,
  fail,
  notApplicable,
  partUnknown,
  pass,
  proofOf,
} from './check.ts';

const id = 'owner-shell';

const streams = ['standard input', 'standard output', 'standard error'];

/**
 * Fails where a connection is the standard input, output or error of a program, or a shell holds one, as in a reverse
 * shell.
 */
export const ownerShell: CheckRecord = {
  id,
  fails:
    'a program has an outbound connection as its standard input, output or error, a shell or interpreter an inbound ' +
    'one, or a shell holds a connection at all',
  leads: 'learn or suspect',
  examine: examined => {
    if (examined.direction === 'listening' || examined.direction === 'unconnected') {
      return notApplicable(id, 'it has no peer');
    }
    // Within this machine, programs talk over connections; a relay or an ancestor brings in the bytes from outside.
    return examineHolders(id, examined, (process, evidence, holder) =>
      examineHolder(examined, process, evidence, holder),
    );
  },
};

function examineHolder(
  examined: Examined,
  process: Process,
  evidence: ProcessEvidence,
  {descriptors}: Holder,
): Finding {
  const program = effectiveProgram(process, evidence);
  if (!program) return partUnknown(id, `the program of ${processLabel(process)}`, 'refused');
  const stream = streams[descriptors.find(descriptor => descriptor <= 2) ?? -1];
  if (!program.proven) return byName(program, stream, descriptors.length > 0, examined);
  const isShell = isShellProgram(program);
  if (stream === undefined && !isShell) return pass(id, 'no shell holds it, and it is no standard stream');
  const isInbound = examined.direction === 'inbound';
  if (stream !== undefined && isInbound && !isShell && !isInterpreter(program)) {
    return pass(id, `${program.name} serves it as its ${stream}`);
  }
  const starter = starterOf(examined, process, evidence);
  if (starter !== null) {
    return isShell || isInterpreter(program)
      ? fail(
          id,
          'learn',
          `started by ${starter} for it`,
          `${program.name} was started by ${starter} for this connection`,
        )
      : pass(id, `${program.name} was started by ${starter} for this connection`);
  }
  // Helpers of squid(8) have a socket of the loopback as their standard streams, whose other end the parent holds.
  if (examined.loopback && examined.peerLoopback && isServer(process, examined.evidence)) {
    return pass(id, `${program.name} of a package talks to a program of this machine over its ${stream}`);
  }
  const opened = descriptors.some(descriptor => descriptor > 2);
  if (isShell && opened && evidence.code.known && evidence.code.value.kind === 'file') {
    return fail(id, 'learn', `a shell script: ${program.name}`, `the script ${evidence.code.value.path} has opened it`);
  }
  const how = stream === undefined ? 'and holds this socket open' : `with this socket as its ${stream}`;
  return fail(
    id,
    'suspect',
    `${isShell ? 'a shell' : 'stream of'}: ${program.name}`,
    `${processLabel(process)} runs ${program.name} ${how}`,
  );
}

/**
 * Where a program is known by its printed name alone. A shell may still be no client; some tables print no descriptors,
 * and a server that inetd(8) starts has its connection as standard input.
 */
function byName(program: Program, stream: string | undefined, hasDescriptors: boolean, {direction}: Examined): Finding {
  const named = `${program.name}${proofOf(program)}`;
  const isShell = isShellProgram(program);
  if (stream !== undefined && direction === 'outbound') {
    const brief = `${isShell ? 'a shell' : 'stream of'}: ${program.name}`;
    return fail(id, 'suspect', brief, `${named} has this socket as its ${stream}`);
  }
  if (isShell && direction !== 'inbound') {
    const rest = hasDescriptors ? 'holds this socket open' : 'is a shell; its descriptors are not in this text';
    return fail(id, 'learn', `a shell: ${program.name}`, `${named} ${rest}`);
  }
  if (!hasDescriptors) return partUnknown(id, 'its descriptors', 'not-collected');
  return cannotTell(id, `whether ${program.name} is a shell: its name is no proof`);
}

/** The program that holds the listener and started the process for this connection; null where none did. */
function starterOf(
  {listenerOwners, listenerEvidence, evidence: all}: Examined,
  process: Process,
  {ancestors}: ProcessEvidence,
): string | null {
  const holders = listenerOwners.flatMap((owner: Owner) => (owner.known ? owner.value : []));
  // Preforking servers in an interpreter (munin-node, Net::Server) hold the listener themselves.
  const isSame = (each: Process): boolean =>
    each.pid === process.pid ||
    (pathOf(each) !== null && pathOf(each) === pathOf(process) && each.unit === process.unit);
  if (holders.some(({process: each}) => isSame(each)) && isServer(process, all)) return process.unit ?? process.name;
  const instance = process.unit?.match(/^(.+)@.*\.service$/)?.[1];
  if (instance !== undefined && holders.some(({process: each}) => each.pid === 1)) return `${instance}@.service`;
  const above = new Set((ancestors.known ? ancestors.value : []).map(({pid}) => pid));
  const starter = holders.find(
    ({process: each}) => each.pid !== null && each.pid !== 1 && above.has(each.pid),
  )?.process;
  if (!starter) return null;
  const known = isSuperserver(pathOf(starter) ?? '') || isServer(starter, listenerEvidence ?? all);
  return known ? starter.name : null;
}

const pathOf = ({executable}: Process): string | null => (executable.known ? executable.value.path : null);

/** A server program of a package: no shell, no relay; an interpreter only with a script of a package. */
function isServer(process: Process, all: Examined['evidence']): boolean {
  const evidence = evidenceOf(all, process);
  const program = effectiveProgram(process, evidence);
  if (!program || isShellProgram(program) || isByteRelay(program)) return false;
  const {code, package: owner} = evidence;
  if (isInterpreter(program)) {
    return code.known ? code.value.kind === 'file' && mayBePackaged(code.value.package) : isPending(code);
  }
  return mayBePackaged(owner);
}

/**
 * Whether a package has the file, as far as read so far: with more evidence a verdict may get louder, never quieter.
 * The packages of a container are not read.
 */
const mayBePackaged = (owner: ProcessEvidence['package']): boolean =>
  owner.known ? owner.value !== null : isPending(owner) || owner.why === 'other-namespace';

const isPending = (part: {readonly known: false; readonly why: string}): boolean => part.why === 'pending';

import type {ProcessEvidence} from '../../domain/evidence.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type Program, processLabel} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {effectiveProgram, isInterpreter, isManager, isPublisher, isRelayProgram} from '../program-kinds.ts';
import {rules} from '../rules/index.ts';
import type {Expectation, Rule} from '../rules/rule.ts';
import {
  type CheckRecord,
  cannotTell,
  examineHolders,
  type Finding,
  fail,
  notApplicable,
  pass,
  proofOf,
} from './check.ts';

const id = 'owner-program';

/** Fails where a holder is none of the programs that the rule expects, or where a complete search found no holder. */
export const ownerProgram: CheckRecord = {
  id,
  fails:
    'the program is none that the rule expects (also where it publishes a port of a container), speaks another ' +
    'protocol, or is a copy of a shell, interpreter or relay under another name; or no process is found that holds ' +
    'the socket, as where its holder keeps changing or is not shown',
  leads: 'as the rule says',
  examine: (examined, {expects, notBy}) => {
    const {owner, uid} = examined.socket;
    const unheld = owner.known ? null : withoutHolder(owner.why, uid);
    if (unheld !== null) return unheld;
    if (!expects) {
      const copied = examineHolders(id, examined, examineCopy);
      if (copied.result === 'fail') return copied;
    }
    if (!expects && notBy) {
      return examineHolders(id, examined, (process, evidence) => examineOther(process, evidence, notBy));
    }
    if (!expects) return notApplicable(id, 'the rule expects no certain program');
    return examineHolders(id, examined, (process, evidence) => examineProgram(process, evidence, expects));
  },
};

/**
 * The finding for a socket whose holder a complete search did not find; null where the search was not complete. The
 * kernel's own sockets belong to root, so a socket of root may be the kernel's.
 */
function withoutHolder(why: WhyUnknown, uid: number | null): Finding | null {
  switch (why) {
    case 'no-process':
      return uid === 0
        ? fail(id, 'learn', 'no process holds it', 'no process holds it: a part of the kernel may, or it is hidden')
        : fail(id, 'suspect', 'no process holds it', 'no process holds it, and each that might was read');
    case 'moving':
      return fail(id, 'learn', 'its holder keeps changing', 'each process that held it ended, and passed it on');
    case 'refused':
      return fail(
        id,
        'learn',
        'its holder is not shown',
        'it may be held by a process that this system does not let even root read',
      );
    default:
      return null;
  }
}

function examineProgram(process: Process, evidence: ProcessEvidence, expects: Expectation): Finding {
  const program = effectiveProgram(process, evidence);
  if (!program) {
    const why = process.executable.known ? 'not-collected' : process.executable.why;
    return cannotTell(id, `the program of ${processLabel(process)} ${whyUnknownWords[why].long}`);
  }
  const proof = proofOf(program);
  if (expects.programs.some(name => isExpected(name, program, process))) return pass(id, `${program.name}${proof}`);
  if (isPublisher(program)) return publisherOf(process, program);
  if (expects.alsoKnown?.some(program.is)) {
    return fail(
      id,
      'learn',
      `${program.name}: may serve it`,
      `${program.name} is known to serve such a port too, and no document vouches for it${proof}`,
    );
  }
  if (isPositivelyWrong(program, evidence, expects)) {
    const brief = `${program.name}, not ${expects.called}`;
    return fail(id, expects.leads, brief, `${processLabel(process)} runs ${brief}${proof}`);
  }
  const brief = `${program.name}: not among known`;
  return fail(id, 'learn', brief, `${program.name}${proof} is not among ${expects.calledMany} known here`);
}

/** Nobody needs a shell, an interpreter or netcat under another name but who hides it. */
function examineCopy({executable}: Process, {copyOf}: ProcessEvidence): Finding {
  if (!copyOf.known || copyOf.value === null || !executable.known) {
    return notApplicable(id, 'the rule expects no certain program');
  }
  const {path} = executable.value;
  return fail(id, 'learn', `a copy of ${copyOf.value}`, `${path} is a copy of ${copyOf.value} under another name`);
}

/** A program that speaks another protocol than that of the port carries something else over it. */
function examineOther(
  process: Process,
  evidence: ProcessEvidence,
  {programs, called}: NonNullable<Rule['notBy']>,
): Finding {
  const program = effectiveProgram(process, evidence);
  if (!program) return notApplicable(id, 'the rule expects no certain program');
  return programs.some(program.is)
    ? fail(
        id,
        'learn',
        `${program.name}, not ${called}`,
        `${program.name}${proofOf(program)} is not ${called}: it carries something else over this port`,
      )
    : notApplicable(id, 'the rule expects no certain program');
}

/** Only a service manager counts as systemd, init or launchd; any file can have these names. */
const managers = new Set(['systemd', 'init', 'launchd']);

const isExpected = (name: string, program: Program, process: Process): boolean =>
  program.is(name) && (!managers.has(name) || !program.proven || isManager(process));

/**
 * A program that the rule does not expect, but of root, intact and of a package, is something to learn about. Suspect
 * are a shell, an interpreter, a relay, the daemon of another rule, a file of no package, and a bare name of which
 * nothing more is known.
 */
function isPositivelyWrong(program: Program, {package: owner, code}: ProcessEvidence, expects: Expectation): boolean {
  if (!program.proven) return true;
  if (isRelayProgram(program)) return true;
  if (isInterpreter(program)) {
    const script = code.known && code.value.kind === 'file' ? code.value.package : null;
    return !(script?.known && script.value !== null);
  }
  if (isDaemonOfAnother(program, expects)) return true;
  return owner.known && owner.value === null;
}

const isDaemonOfAnother = (program: Program, {programs}: Expectation): boolean =>
  rules.some(({expects}) => expects?.programs.some(name => program.is(name) && !programs.includes(name)) ?? false);

function publisherOf({publishes, container}: Process, {name}: Program): Finding {
  const published = publishes ?? container;
  return published
    ? fail(
        id,
        'learn',
        `port of container ${published.name ?? published.id}`,
        `${name} publishes a port of container ${published.name ?? published.id}`,
      )
    : fail(id, 'learn', 'port of a container', `${name} publishes a port of a container that is not known by name`);
}

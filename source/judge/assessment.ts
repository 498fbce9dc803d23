import {type Evidence, evidenceOf} from '../domain/evidence.ts';
import type {Facts} from '../domain/facts.ts';
import {programOf} from '../domain/program.ts';
import type {Holder, Owner, Process} from '../domain/socket.ts';
import {type Clean, trusted} from '../domain/text.ts';
import {isWorse, type Verdict} from '../domain/verdict.ts';
import {type Examined, type Finding, worstOf} from './checks/check.ts';
import {checks} from './checks/index.ts';
import {effectiveProgram, isPublisher, packagedScript} from './program-kinds.ts';
import {rules} from './rules/index.ts';
import type {Rule} from './rules/rule.ts';

export type Assessment = {
  readonly verdict: Verdict;
  readonly rule: Rule;
  readonly checks: readonly Finding[];
  /** The reason in a few words: the worst failure's where it makes the verdict, else the rule's. */
  readonly why: Clean;
};

/** Finds the rule that holds for a socket, and examines everything that may contradict it. */
export function assess(facts: Facts, evidence: Evidence): Assessment {
  const rule = rules.find(({when}) => when.every(({holds}) => holds(facts))) ?? lastRule;
  const basis = sharedBasis(facts, evidence);
  if (!basis) return assessUnder(rule, {...facts, evidence});
  const key = [
    rule.id,
    facts.direction,
    facts.directionReason,
    facts.isDynamic,
    facts.loopback,
    facts.peerLoopback,
    facts.socket.inode === null,
    facts.socket.uid === 0,
  ].join(' ');
  let known = shared.get(basis);
  if (!known) {
    known = new Map();
    shared.set(basis, known);
  }
  let assessment = known.get(key);
  if (!assessment) {
    assessment = assessUnder(rule, {...facts, evidence});
    known.set(key, assessment);
  }
  return assessment;
}

/**
 * Assessments by the object that they follow from besides rule and ends: the evidence of the one process that holds the
 * socket, or the reason why none is known. A proxy has thousands of sockets that are equal in it.
 */
const shared = new WeakMap<object, Map<string, Assessment>>();

/** The object whose assessments a socket may share; null where it may not. */
function sharedBasis({socket: {owner, peer}, listenerOwners, loopback}: Facts, evidence: Evidence): object | null {
  // The name server, a loopback end that is none and the listener's holder are examined for each socket.
  if (peer?.port === 53 || loopback || listenerOwners.length > 0) return null;
  if (!owner.known) return owner;
  const [first, ...others] = owner.value;
  // A standard stream is examined by its descriptor.
  const isShared = first && others.length === 0 && first.descriptors.every(descriptor => descriptor > 2);
  if (!isShared) return null;
  const {processes} = evidence;
  return processes.has(first.process) ? evidenceOf(evidence, first.process) : first.process;
}

type Assessed = Examined & Pick<Facts, 'socket' | 'isDynamic'>;

function assessUnder(rule: Rule, facts: Assessed): Assessment {
  const findings = checks.map(({examine}) => examine(facts, rule));
  const start = softenedVerdict(facts, rule, findings);
  const worst = worstOf(findings.filter(({leads}) => leads !== null));
  if (!worst?.leads || isWorse(start, worst.leads)) {
    return {verdict: start, rule, checks: findings, why: trusted(ruleWhy(facts, rule))};
  }
  return {verdict: worst.leads, rule, checks: findings, why: worst.brief};
}

const lastRule = rules.at(-1) as Rule;

/**
 * A warning becomes something to learn about when a program that explains it was verified. Before the owner is known it
 * is no more than that either: nothing is called suspect that may turn out harmless in a moment.
 */
function softenedVerdict(
  {socket, evidence}: Assessed,
  {verdict, softenedBy}: Rule,
  findings: readonly Finding[],
): Verdict {
  if (!softenedBy) return verdict;
  if (!socket.owner.known) return socket.owner.why === 'no-process' ? verdict : 'learn';
  const verified =
    socket.owner.value.length > 0 &&
    socket.owner.value.every(({process}) => isVerified(process, softenedBy, evidence)) &&
    findings.every(({leads}) => leads !== 'suspect');
  return verified ? 'learn' : verdict;
}

/** A program by its name, unless a package manager disowns its file. */
function isVerified(process: Process, names: readonly string[], evidence: Evidence): boolean {
  if (isDisowned(process, evidence)) return false;
  const {code} = evidenceOf(evidence, process);
  const program = effectiveProgram(process, evidenceOf(evidence, process));
  const script = packagedScript(code);
  return names.some(name => name === script || program?.is(name));
}

/** Whether this host's packages are known, and none has the file. A file of a container is of no package here. */
function isDisowned(process: Process, evidence: Evidence): boolean {
  const {package: owner} = evidenceOf(evidence, process);
  return owner.known && owner.value === null && process.container === null;
}

/** The container by its name, else by its id; conmon is in the container's own group. */
function publishedWhy(holders: readonly Holder[]): string {
  const [container] = holders.flatMap(({process: {publishes, container: own}}) => publishes ?? own ?? []);
  return container ? `port of container ${container.name ?? container.id}` : "a container's port";
}

/** The rule's words, unless more can be said of the owner: the kernel, a container, a known program. */
function ruleWhy({socket: {owner, inode}, direction, evidence, isDynamic}: Assessed, rule: Rule): string {
  const {verdict, knownUsers} = rule;
  const why = isDynamic && rule.dynamicWhy ? rule.dynamicWhy : rule.why;
  if (rule.softenedBy) return softenedWhy(owner, rule, evidence);
  if (verdict !== 'learn') return why;
  // Another rule may hold, which needs the direction.
  if (direction === 'unknown' && rule === lastRule) return 'direction unknown';
  if (!owner.known) return owner.why === 'kernel' && inode !== null ? 'held by the kernel' : why;
  const programs = owner.value.flatMap(({process}) => programOf(process) ?? []);
  if (programs.some(isPublisher)) return publishedWhy(owner.value);
  if (!knownUsers) return why;
  const [use] = owner.value.flatMap(({process}) => namesOf(process, evidence).flatMap(name => knownUsers[name] ?? []));
  return use ?? why;
}

/** The names by which a program is known: none where packages are known here, and no package has it, or not yet. */
function namesOf(process: Process, evidence: Evidence): readonly string[] {
  const {package: owner, code} = evidenceOf(evidence, process);
  if (isDisowned(process, evidence) || (!owner.known && owner.why === 'pending')) return [];
  const names = [
    effectiveProgram(process, evidenceOf(evidence, process))?.name,
    programOf(process)?.name,
    packagedScript(code),
  ];
  return names.flatMap(name => name ?? []);
}

/** A warning names the program that explains it; where the owner cannot be seen, it asks by whom. */
function softenedWhy(owner: Owner, {why, softenedBy, softenedWhy: words}: Rule, evidence: Evidence): string {
  if (!words) return why;
  if (!owner.known) return owner.why === 'no-process' ? why : words.unknown;
  const [name] = owner.value.flatMap(
    ({process}) => namesOf(process, evidence).find(each => softenedBy?.includes(each)) ?? [],
  );
  if (name !== undefined) return `${words.by} ${name}`;
  // A printed name may be cut.
  const [program] = owner.value.flatMap(({process}) => programOf(process) ?? []);
  return program && softenedBy?.some(program.is) ? `${words.by} ${program.name}` : why;
}

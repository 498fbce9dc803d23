import {type Evidence, evidenceOf} from '../domain/evidence.ts';
import type {Facts} from '../domain/facts.ts';
import {programOf} from '../domain/program.ts';
import type {Owner, Process} from '../domain/socket.ts';
import {type Clean, trusted} from '../domain/text.ts';
import {type Check, isWorse, type Verdict} from '../domain/verdict.ts';
import {type Examined, type Finding, worstOf} from './checks/check.ts';
import {checks} from './checks/index.ts';
import {evidenceWithin} from './evidence-within.ts';
import {acceptedBy, inboundWhy, ruleOfConnection, verdictByListener} from './inbound.ts';
import {effectiveProgram, isDisowned, packagedScript, publishedContainer} from './program-kinds.ts';
import {rules} from './rules/index.ts';
import {type Rule, ruleWordsFor} from './rules/rule.ts';

export type Assessment = {
  readonly verdict: Verdict;
  readonly rule: Rule;
  readonly checks: readonly Finding[];
  /** The reason in a few words: the worst failure's where it makes the verdict, else the rule's. */
  readonly why: Clean;
  /** The cross-check among `checks`, and the assessment before it. Absent: the socket was not inspected. */
  readonly crossChecked?: {readonly check: Check; readonly before: Assessment};
  /** The assessment without the check `baseline`. Absent: nobody accepted the socket. */
  readonly beforeBaseline?: Assessment;
};

/**
 * Finds the rule that holds for a socket, and examines everything that may contradict it. `openMinutes`: for how long a
 * look-up over TCP has been open; null where that is not known to be long.
 */
export function assess(facts: Facts, read: Evidence, openMinutes: number | null = null): Assessment {
  const {netns} = facts.socket;
  const evidence = evidenceWithin(read, netns);
  const rule = ruleOfConnection(rules.find(({when}) => when.every(({holds}) => holds(facts))) ?? lastRule, facts);
  const basis = sharedBasis(facts);
  if (!basis) return assessUnder(rule, {...facts, evidence, openMinutes});
  const {listenerOwners, listenerEvidence, cameInTo} = facts;
  const known = sharedBy([evidence, basis, listenerOwners, listenerEvidence ?? evidence, cameInTo]);
  const {direction, directionReason, isDynamic, loopback, peerLoopback, socket} = facts;
  const ends = [socket.protocol, direction, directionReason, isDynamic, loopback, peerLoopback, socket.peer === null];
  const own = [rule.id, ...ends, socket.inode === null, socket.uid === 0].join(' ');
  // Findings and reasons name the namespace.
  const key = netns === null ? own : `${own} ${netns.inode} ${netns.name}`;
  let assessment = known.get(key);
  if (!assessment) {
    assessment = assessUnder(rule, {...facts, evidence, openMinutes});
    known.set(key, assessment);
  }
  return assessment;
}

/** Assessments that follow from the same objects, by the rest; `below` has the nodes for one object more. */
type Node = {readonly below: WeakMap<object, Node>; readonly byRest: Map<string, Assessment>};

const createNode = (): Node => ({below: new WeakMap(), byRest: new Map()});

/**
 * Assessments by the objects on which they depend: the evidence of the poll, then the single process that holds the
 * socket or the reason why no holder is known, then the owners of its listener, their evidence and the listener's
 * verdict. A proxy has thousands of sockets with the same assessment.
 */
const shared = createNode();

const sharedBy = (objects: readonly object[]): Map<string, Assessment> => objects.reduce(nodeBelow, shared).byRest;

function nodeBelow({below}: Node, object: object): Node {
  const existing = below.get(object);
  if (existing) return existing;
  const created = createNode();
  below.set(object, created);
  return created;
}

/** The process or reason by which a socket may share its assessment; null where a finding has words of its own. */
function sharedBasis({socket: {owner, peer}, loopback, peerLoopback}: Facts): object | null {
  // Findings name the address of a name server, and of a remote peer that reaches a loopback address.
  if (peer !== null && (peer.port === 53 || (loopback && !peerLoopback))) return null;
  if (!owner.known) return owner;
  const [first, ...others] = owner.value;
  // A standard stream is examined by its descriptor.
  const isShared = first && others.length === 0 && first.descriptors.every(descriptor => descriptor > 2);
  return isShared ? first.process : null;
}

type Assessed = Examined & Pick<Facts, 'socket' | 'isDynamic' | 'cameInTo'>;

function assessUnder(rule: Rule, facts: Assessed): Assessment {
  const findings = checks.map(({examine}) => examine(facts, rule));
  const start = startOf(facts, rule, findings);
  const worst = worstOf(findings.filter(({leads}) => leads !== null));
  if (!worst?.leads || isWorse(start.verdict, worst.leads)) return {...start, rule, checks: findings};
  return {verdict: worst.leads, rule, checks: findings, why: worst.brief};
}

const lastRule = rules.at(-1) as Rule;

/** The verdict before the checks, and its reason in a few words. */
function startOf(facts: Assessed, rule: Rule, findings: readonly Finding[]): Pick<Assessment, 'verdict' | 'why'> {
  const listener = acceptedBy(facts);
  const verdict = verdictByListener(rule, listener);
  return listener !== null && verdict !== null
    ? {verdict, why: trusted(inboundWhy(listener, facts.socket.local.port))}
    : {verdict: softenedVerdict(facts, rule, findings), why: trusted(ruleWhy(facts, rule))};
}

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

/** Whether the process runs one of these programs, by its name, and no package manager disowns its file. */
function isVerified(process: Process, names: readonly string[], evidence: Evidence): boolean {
  const own = evidenceOf(evidence, process);
  if (isDisowned(process, own)) return false;
  const program = effectiveProgram(process, own);
  const script = packagedScript(own.code);
  return names.some(name => name === script || program?.is(name));
}

/** The rule's words, or more exact ones for some owners: the kernel, a container, a known program. */
function ruleWhy(
  {socket: {owner, inode, netns}, direction, loopback, evidence, isDynamic}: Assessed,
  rule: Rule,
): string {
  const {verdict, knownUsers} = rule;
  const why = isDynamic && rule.dynamicWhy ? rule.dynamicWhy : ruleWordsFor(rule, netns).why;
  const {routeLocalnet} = evidence.host;
  if (loopback && routeLocalnet.known && routeLocalnet.value.length > 0) return 'loopback, but route_localnet is on';
  if (rule.softenedBy) return softenedWhy(owner, rule, evidence);
  if (verdict !== 'learn') return why;
  // Another rule may hold, which needs the direction.
  if (direction === 'unknown' && rule === lastRule) return 'direction unknown';
  if (!owner.known) return owner.why === 'kernel' && inode !== null ? 'held by the kernel' : why;
  const container = publishedContainer(owner.value);
  if (container !== null) return `port of ${container}`;
  if (!knownUsers) return why;
  const [use] = owner.value.flatMap(({process}) => namesOf(process, evidence).flatMap(name => knownUsers[name] ?? []));
  return use ?? why;
}

/** The names by which a program is known: none where packages are known here, and no package has it, or not yet. */
function namesOf(process: Process, evidence: Evidence): readonly string[] {
  const {package: owner, code} = evidenceOf(evidence, process);
  if (isDisowned(process, evidenceOf(evidence, process)) || (!owner.known && owner.why === 'pending')) return [];
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

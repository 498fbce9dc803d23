import type {Facts} from '../domain/facts.ts';
import {programOf} from '../domain/program.ts';
import type {Holder, Owner, Socket} from '../domain/socket.ts';
import {type Clean, trusted} from '../domain/text.ts';
import type {Verdict} from '../domain/verdict.ts';
import {isWorse} from '../domain/verdict.ts';
import type {Examined, Finding} from './checks/check.ts';
import {ownerIntact} from './checks/owner-intact.ts';
import {ownerPath} from './checks/owner-path.ts';
import {ownerProgram} from './checks/owner-program.ts';
import {ownerShell} from './checks/owner-shell.ts';
import {rules} from './rules/index.ts';
import type {Rule} from './rules/rule.ts';

export type Assessment = {
  readonly verdict: Verdict;
  readonly rule: Rule;
  readonly checks: readonly Finding[];
  /** The reason in a few words: the worst failure's where that makes the verdict, else the rule's. */
  readonly why: Clean;
};

/** Every check, in the order in which the detail shows them. */
const checks = [ownerProgram, ownerPath, ownerIntact, ownerShell];

/** Finds the rule that holds for a socket and examines what it must not be contradicted by. */
export function assess(facts: Facts): Assessment {
  const rule = rules.find(({when}) => when.every(({holds}) => holds(facts))) ?? lastRule;
  const holder = soleHolder(facts.socket.owner);
  if (!holder) return assessUnder(rule, facts);
  const key = `${rule.id} ${facts.direction} ${facts.socket.inode === null}`;
  let known = shared.get(holder);
  if (!known) {
    known = new Map();
    shared.set(holder, known);
  }
  let assessment = known.get(key);
  if (!assessment) {
    assessment = assessUnder(rule, facts);
    known.set(key, assessment);
  }
  return assessment;
}

/**
 * Assessments by what they follow from besides the rule and the direction: the one process that holds the socket, or why none is
 * known. A proxy has thousands of sockets that are the same in that.
 */
const shared = new WeakMap<object, Map<string, Assessment>>();

/** What stands for the owner of a socket that may share its assessment; null where it may not. */
function soleHolder(owner: Owner): object | null {
  if (!owner.known) return owner;
  const [first, ...others] = owner.value;
  // As standard input or output the descriptor itself is examined.
  const isShared = first && others.length === 0 && first.descriptors.every(descriptor => descriptor > 1);
  return isShared ? first.process : null;
}

/** What an assessment follows from besides the rule. */
type Assessed = Examined & {readonly socket: Pick<Socket, 'owner' | 'inode'>};

function assessUnder(rule: Rule, facts: Assessed): Assessment {
  const findings = checks.map(check => check(facts, rule)).filter(finding => finding !== null);
  const start = softenedVerdict(facts, rule, findings);
  const worst = findings.reduce<Finding | null>(
    (so, each) => (each.leads !== null && (so?.leads == null || isWorse(each.leads, so.leads)) ? each : so),
    null,
  );
  if (!worst?.leads || isWorse(start, worst.leads)) {
    return {verdict: start, rule, checks: findings, why: trusted(ruleWhy(facts, rule))};
  }
  return {verdict: worst.leads, rule, checks: findings, why: worst.brief};
}

const lastRule = rules.at(-1) as Rule;

/**
 * A warning becomes something to learn about when a program that explains it was verified, and is no more than that before it could
 * be: nothing is called suspect that may turn out not to be in a moment.
 */
function softenedVerdict({socket}: Examined, {verdict, softenedBy}: Rule, findings: readonly Finding[]): Verdict {
  if (!softenedBy) return verdict;
  if (!socket.owner.known) return socket.owner.why === 'pending' ? 'learn' : verdict;
  const verified =
    socket.owner.value.length > 0 &&
    socket.owner.value.every(({process}) => softenedBy.some(name => programOf(process)?.is(name))) &&
    findings.every(({result}) => result !== 'fail');
  return verified ? 'learn' : verdict;
}

/** Programs that publish a port for a container. */
const publishers = new Set(['docker-proxy', 'rootlessport', 'conmon']);

/** The container by its name, else by its id; conmon is in the container's own group. */
function publishedWhy(holders: readonly Holder[]): string {
  const [container] = holders.flatMap(({process: {publishes, container}}) => publishes ?? container ?? []);
  return container ? `port of container ${container.name ?? container.id}` : "a container's port";
}

/** What the rule says in a few words, unless more can be said of the owner: the kernel, a container, a known program. */
function ruleWhy({socket: {owner, inode}}: Assessed, {verdict, why, knownUsers}: Rule): string {
  if (verdict !== 'learn') return why;
  if (!owner.known) return owner.why === 'kernel' && inode !== null ? 'held by the kernel' : why;
  const programs = owner.value.map(({process}) => programOf(process)?.name ?? '');
  if (programs.some(name => publishers.has(name))) return publishedWhy(owner.value);
  const [use] = programs.flatMap(name => knownUsers?.[name] ?? []);
  return use ?? why;
}

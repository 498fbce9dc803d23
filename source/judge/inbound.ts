import type {Facts, JudgedListener} from '../domain/facts.ts';
import {programName} from '../domain/program.ts';
import type {Owner} from '../domain/socket.ts';
import {isWorse, type Verdict} from '../domain/verdict.ts';
import {publishedContainer} from './program-kinds.ts';
import {ruleById} from './rules/index.ts';
import type {Rule} from './rules/rule.ts';

/** Connections that came in, and the listeners that accepted them. */

type Inbound = Pick<Facts, 'cameInTo'> & {readonly socket: {readonly owner: Owner}};

/**
 * The listener that accepted a connection: of several that share the port, the one that a holder of the connection
 * holds too, else the one with the worst verdict. null where it came in to no listener that is known.
 */
export function acceptedBy({cameInTo, socket: {owner}}: Inbound): JudgedListener | null {
  const held = cameInTo.length > 1 ? cameInTo.filter(listener => haveCommonHolder(listener.owner, owner)) : [];
  return (held.length > 0 ? held : cameInTo).reduce<JudgedListener | null>(
    (worst, each) => (worst === null || isWorse(each.verdict, worst.verdict) ? each : worst),
    null,
  );
}

const haveCommonHolder = (one: Owner, other: Owner): boolean =>
  one.known &&
  other.known &&
  one.value.some(({process: {pid, startedAt}}) =>
    other.value.some(({process}) => pid !== null && process.pid === pid && process.startedAt === startedAt),
  );

/**
 * The rule for a connection under which its own checks are made: where the listener decides, and is explained, the rule
 * that explains the listener.
 */
export function ruleOfConnection(rule: Rule, facts: Inbound): Rule {
  const listener = rule.asItsListener ? acceptedBy(facts) : null;
  return listener?.verdict === 'explained' ? ruleById(listener.rule) : rule;
}

/**
 * The verdict that a connection has from its listener; null where it has none. A connection with a reason of its own
 * has it only where something contradicts the listener: a failed check, or a warning.
 */
export function verdictByListener(rule: Rule, listener: JudgedListener | null): Verdict | null {
  if (listener === null) return null;
  if (rule.asItsListener || rule.id === listener.rule) return listener.verdict;
  const isContradicted = listener.verdict === 'suspect' || isWorse(listener.verdict, ruleById(listener.rule).verdict);
  return isContradicted ? listener.verdict : null;
}

/** `came in to nginx on 443`, `came in to container shop on 8080`; `came in to port 443` where the owner is unknown. */
export function inboundWhy(listener: JudgedListener, port: number): string {
  const name = listenerName(listener);
  return name === null ? `came in to port ${port}` : `came in to ${name} on ${port}`;
}

/** The container, role or program by which a listener is known; null where its owner is unknown. */
export function listenerName({owner, role}: JudgedListener): string | null {
  if (!owner.known) return owner.why === 'kernel' ? 'the kernel' : null;
  const [first] = owner.value;
  return publishedContainer(owner.value) ?? role ?? (first ? programName(first) : null);
}

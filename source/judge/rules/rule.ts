import type {Facts} from '../../domain/facts.ts';
import type {Netns} from '../../domain/socket.ts';
import type {Verdict} from '../../domain/verdict.ts';

/** One thing a rule asks of a socket. `asks` completes "it applies when …" and is shown when the answer is no. */
export type Condition = {
  readonly asks: string;
  readonly holds: (facts: Facts) => boolean;
  /** It asks for a direction, and does not hold where that is unknown. */
  readonly needsDirection?: true;
};

export type Source = {
  /** Title of the document, or `portwatch` for a finding of our own. */
  readonly document: string;
  /** The heading or the words by which a reader finds the passage in the document. */
  readonly passage: string;
};

export type Expectation = {
  /** Base names of the executables that usually hold such a socket. */
  readonly programs: readonly string[];
  /** Base names of programs that are known to serve such a port too, and that no document vouches for. Absent: none. */
  readonly alsoKnown?: readonly string[];
  /** The name of the programs' kind in a sentence, with its article: "an SSH server". */
  readonly called: string;
  /** The same in the plural, without an article: "SSH servers". */
  readonly calledMany: string;
  /** The meaning of another program as the holder. */
  readonly leads: 'suspect' | 'learn';
};

/** A reason from a document, or a warning, and the sockets it is about. */
export type Rule = {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly source: Source;
  /** Whether the rule extends the document's own reasoning for this socket. */
  readonly extrapolated: (facts: Facts) => boolean;
  /** All must hold, in this order. */
  readonly when: readonly Condition[];
  /** null where any program may hold the socket. */
  readonly expects: Expectation | null;
  /** Programs whose own protocol is another one, so the port's reason does not hold for them. Absent: none. */
  readonly notBy?: {readonly programs: readonly string[]; readonly called: string};
  /** Programs that turn a warning into something to learn about, once they are verified; null where none does. */
  readonly softenedBy: readonly string[] | null;
  /** Words of a warning: before the name of a verified program, and where the owner cannot be seen. */
  readonly softenedWhy?: {readonly by: string; readonly unknown: string};
  /** Programs that are known to hold such sockets, with their purpose: named, not vouched for. Absent: none. */
  readonly knownUsers?: Readonly<Record<string, string>>;
  /** The reason in a few words, for a column. */
  readonly why: string;
  /** The same for UDP on a port that this host gives to clients. Absent: no difference. */
  readonly dynamicWhy?: string;
  /** The reason in full sentences. */
  readonly reason: string;
  /** The limit of this rule in particular; "" where the general caveat is enough. */
  readonly caveat: string;
  /** Words in place of the others for a socket of another network namespace. Absent: the others are true of it too. */
  readonly inNetns?: Partial<RuleWords>;
};

export type RuleWords = Pick<Rule, 'title' | 'why' | 'reason' | 'caveat'>;

/** The words of a rule for a socket of a network namespace. */
export const ruleWordsFor = (rule: Rule, netns: Netns | null): RuleWords =>
  netns === null ? rule : {...rule, ...rule.inNetns};

export const always = (): boolean => true;
export const never = (): boolean => false;

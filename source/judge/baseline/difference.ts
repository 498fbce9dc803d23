import type {Drift, DriftNote} from '../../domain/baseline.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';

/** The result of comparing a part of a block with a row. */
export type Compared = {
  readonly drift: readonly Drift[];
  readonly notes: readonly DriftNote[];
  /** Facts that the block expects and the row does not show, in words; none of facts that are being read. */
  readonly unverified: readonly Clean[];
  /** Whether something that the block expects is still being read. */
  readonly isPending: boolean;
};

export const asExpected: Compared = {drift: [], notes: [], unverified: [], isPending: false};

/** A difference that makes the row suspect. */
export const drifted = (kind: Drift['kind'], accepted: string, seen: string): Compared => ({
  ...asExpected,
  drift: [{kind, accepted: sanitize(accepted), seen: sanitize(seen)}],
});

/** A difference to be mentioned. */
export const noted = (kind: DriftNote['kind'], text: string): Compared => ({
  ...asExpected,
  notes: [{kind, text: sanitize(text)}],
});

/** A fact that is missing. `part`: the fact in a word or two. */
export const notSeen = (part: string, why: WhyUnknown): Compared =>
  why === 'pending'
    ? {...asExpected, isPending: true}
    : {...asExpected, unverified: [trusted(`${part}: ${whyUnknownWords[why].short}`)]};

/** Several comparisons as one. */
export const joined = (...parts: readonly Compared[]): Compared => ({
  drift: parts.flatMap(({drift}) => drift),
  notes: parts.flatMap(({notes}) => notes),
  unverified: parts.flatMap(({unverified}) => unverified),
  isPending: parts.some(({isPending}) => isPending),
});

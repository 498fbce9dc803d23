import type {Acceptance, DriftKind} from '../../domain/baseline.ts';
import type {Assessment} from '../assessment.ts';
import {cannotTell, type Finding, fail, pass} from '../checks/check.ts';

export const baselineCheckId = 'baseline';

/** Completes "it fails where …", as in `CheckRecord`. */
export const baselineFails = 'an accepted socket is no longer as it was accepted';

/** The reason of a row that drifted, by the kind of its first difference: at most 20 columns. */
const briefs: Readonly<Record<DriftKind, string>> = {
  owner: 'owner has changed',
  replaced: 'program has changed',
  widened: 'wider than accepted',
  unit: 'unit has changed',
  check: 'newly fails a check',
  new: 'not accepted',
};

/**
 * The assessment with the check `baseline` as its last: a socket that drifted from its acceptance is suspect. The same
 * object for a socket that is not accepted.
 */
export function withBaselineCheck(assessment: Assessment, acceptance: Acceptance | null): Assessment {
  const before = assessment.beforeBaseline ?? assessment;
  if (acceptance === null || acceptance.block === null || acceptance.isInbound) return before;
  const known = shared.get(before) ?? new WeakMap<Acceptance, Assessment>();
  shared.set(before, known);
  const checked = known.get(acceptance) ?? checkedBy(before, acceptance);
  known.set(acceptance, checked);
  return checked;
}

/** Assessments with the check: a proxy has thousands of accepted conversations. */
const shared = new WeakMap<Assessment, WeakMap<Acceptance, Assessment>>();

function checkedBy(before: Assessment, acceptance: Acceptance): Assessment {
  const finding = findingOf(acceptance);
  const worse =
    finding.leads === null || before.verdict === finding.leads ? null : {verdict: finding.leads, why: finding.brief};
  return {...before, ...worse, checks: [...before.checks, finding], beforeBaseline: before};
}

function findingOf({state, block, drift, unverified}: Acceptance): Finding {
  const since = block?.accepted ? `on ${block.accepted.slice(0, 10)}` : 'by hand';
  const [first] = drift;
  if (state === 'drifted' && first) {
    const each = drift.map(({kind, accepted, seen}) => `${kind}: accepted ${accepted}, seen ${seen}`);
    return fail(baselineCheckId, 'suspect', briefs[first.kind], each.join('; '));
  }
  if (unverified.length > 0)
    return cannotTell(baselineCheckId, `accepted ${since}; not verified: ${unverified.join('; ')}`);
  return pass(baselineCheckId, `as it was accepted ${since}`);
}

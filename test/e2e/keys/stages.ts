import {list, listSteps} from './list.ts';
import {accepting, acceptSteps, confirm, confirmSteps, exporting, exportSteps, filter, filterSteps} from './prompts.ts';
import type {Stage, Steps} from './step.ts';
import {closed, closedSteps, detail, detailSteps, drift, driftSteps, help, helpSteps} from './texts.ts';

/**
 * Every screen with every key of it. `test/app/keys/bindings.test.ts` fails when a key of the binding table is not
 * here.
 */
export const stages: readonly (readonly [stage: Stage, steps: Steps])[] = [
  [list, listSteps],
  [detail, detailSteps],
  [help, helpSteps],
  [closed, closedSteps],
  [drift, driftSteps],
  [filter, filterSteps],
  [exporting, exportSteps],
  [accepting, acceptSteps],
  [confirm, confirmSteps],
];

/** `mode key` of every key that is tried. */
export const triedKeys: readonly string[] = stages.flatMap(([{mode}, steps]) =>
  Object.keys(steps).map(key => `${mode} ${key}`),
);

import type {Action} from '../keys/action.ts';
import {clamp} from './list-lines.ts';

/** Lines an action moves by in a page of `body` lines; null where it does not move. */
export function stepOf(action: Action, body: number): number | null {
  const page = Math.max(1, body - 1);
  const half = Math.max(1, Math.floor(body / 2));
  const steps: Partial<Record<Action, number>> = {
    next: 1,
    previous: -1,
    'page-down': page,
    'page-up': -page,
    'half-down': half,
    'half-up': -half,
    first: Number.NEGATIVE_INFINITY,
    last: Number.POSITIVE_INFINITY,
  };
  return steps[action] ?? null;
}

/** First line shown after an action, in a text of `height` lines; null where the action does not scroll. */
export function scrolled(top: number, action: Action, height: number, body: number): number | null {
  const step = stepOf(action, body);
  return step === null ? null : clamp(top + step, 0, Math.max(0, height - body));
}

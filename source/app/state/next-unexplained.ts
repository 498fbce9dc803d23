import {trusted} from '../../domain/text.ts';
import type {Verdict} from '../../domain/verdict.ts';
import {linesOf, moveTo} from './list-lines.ts';
import type {State} from './state.ts';

/**
 * Moves the cursor to the next or previous row that is not explained: through all suspect rows, then through all learn
 * rows, then from the start again. A folded group is unfolded.
 */
export function nextUnexplained(state: State, step: 1 | -1): State {
  const rows = (state.list?.groups ?? []).flatMap(group => group.rows.map(row => ({row, group: group.id})));
  const openRows = (verdict: Verdict) =>
    rows.filter(({row}) => row.assessment.verdict === verdict && !state.list?.recentlyClosed.has(row));
  const targets = [...openRows('suspect'), ...openRows('learn')];
  if (targets.length === 0) return {...state, notice: trusted('no row shown here is left to check')};
  const {cursor} = state;
  const at = targets.findIndex(({row}) => cursor !== null && 'socket' in cursor && row.socket.key === cursor.socket);
  const start = at < 0 ? (step === 1 ? 0 : targets.length - 1) : (at + step + targets.length) % targets.length;
  const target = targets[start];
  if (!target) return state;
  const folded = new Set([...state.folded].filter(id => id !== target.group));
  const unfolded = folded.size === state.folded.size ? state : {...state, folded};
  return moveTo(unfolded, linesOf(unfolded).indexOf({socket: target.row.socket.key}));
}

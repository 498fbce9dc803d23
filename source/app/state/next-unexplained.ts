import {trusted} from '../../domain/text.ts';
import type {Verdict} from '../../domain/verdict.ts';
import {linesOf, moveTo} from './list-lines.ts';
import type {State} from './state.ts';

/**
 * Moves the cursor to the next or previous row that is not explained: from anywhere to the suspect rows first, then
 * through all learn rows, then from the start again. A folded group is unfolded.
 */
export function nextUnexplained(state: State, step: 1 | -1): State {
  const rows = (state.list?.groups ?? []).flatMap(group => group.lines.map(row => ({row, group: group.id})));
  const openRows = (verdict: Verdict) =>
    rows.filter(({row}) => row.assessment.verdict === verdict && !state.list?.recentlyClosed.has(row));
  const targets = [...openRows('suspect'), ...openRows('learn')];
  if (targets.length === 0) return {...state, notice: trusted('no row shown here is left to check')};
  const {cursor, jumpTarget} = state;
  const here = cursor !== null && 'socket' in cursor ? cursor.socket : null;
  const found = targets.findIndex(({row}) => row.socket.key === here);
  // From a row that no jump led to, all suspect rows come first.
  const at = here === jumpTarget || targets[found]?.row.assessment.verdict === 'suspect' ? found : -1;
  const start = at < 0 ? (step === 1 ? 0 : targets.length - 1) : (at + step + targets.length) % targets.length;
  const target = targets[start];
  if (!target) return state;
  const folded = new Set([...state.folded].filter(id => id !== target.group));
  const unfolded = folded.size === state.folded.size ? state : {...state, folded};
  const {key} = target.row.socket;
  return moveTo({...unfolded, jumpTarget: key}, linesOf(unfolded).indexOf({socket: key}));
}

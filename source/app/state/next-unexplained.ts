import {trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {linesOf, moveTo} from './list-lines.ts';
import type {State} from './state.ts';

/**
 * Goes to the next or previous row that is not explained: through all that are suspect, then through what is to learn
 * about, and round again. A group that is folded is unfolded.
 */
export function nextUnexplained(state: State, step: 1 | -1): State {
  const rows = (state.list?.groups ?? []).flatMap(group => group.rows.map(row => ({row, group: group.id})));
  const isLeft = (verdict: AssessedSocket['assessment']['verdict']) =>
    rows.filter(({row}) => row.assessment.verdict === verdict && !state.list?.recentlyClosed.has(row));
  const targets = [...isLeft('suspect'), ...isLeft('learn')];
  if (targets.length === 0) return {...state, notice: trusted('nothing shown here is left to look at')};
  const {cursor} = state;
  const at = targets.findIndex(({row}) => cursor !== null && 'socket' in cursor && row.socket.key === cursor.socket);
  const start = at < 0 ? (step === 1 ? 0 : targets.length - 1) : (at + step + targets.length) % targets.length;
  const target = targets[start];
  if (!target) return state;
  const folded = new Set([...state.folded].filter(id => id !== target.group));
  const unfolded = folded.size === state.folded.size ? state : {...state, folded};
  return moveTo(unfolded, linesOf(unfolded).indexOf({socket: target.row.socket.key}));
}

import {trusted} from '../../domain/text.ts';
import {type Standing, standingOf} from '../../judge/baseline/standing.ts';
import {firstOf, isAlike, type TableLine} from '../table/alike.ts';
import {isSameLine, linesOf} from './line-index.ts';
import {moveTo} from './list-lines.ts';
import type {LineId, State} from './state.ts';

/** A line to check, and the group that it is in. */
type Target = {readonly id: LineId; readonly group: string; readonly standing: Standing};

/**
 * Moves the cursor to the next or previous line that is neither explained nor accepted: from anywhere to the suspect
 * rows first, then through all learn rows, then from the start again. A folded group is unfolded. Alike sockets on one
 * line have one verdict, so the line is one step; where it is unfolded, each of them is.
 */
export function nextUnexplained(state: State, step: 1 | -1): State {
  const targets = targetsIn(state);
  if (targets.length === 0) return {...state, notice: trusted('no row shown here is left to check')};
  const {cursor, jumpTarget} = state;
  const found = cursor ? targets.findIndex(({id}) => isSameLine(id, cursor)) : -1;
  const isFromJump = cursor !== null && jumpTarget !== null && isSameLine(cursor, jumpTarget);
  // From a row that no jump led to, all suspect rows come first.
  const at = isFromJump || targets[found]?.standing === 'suspect' ? found : -1;
  const start = at < 0 ? (step === 1 ? 0 : targets.length - 1) : (at + step + targets.length) % targets.length;
  const target = targets[start];
  if (!target) return state;
  const folded = new Set([...state.folded].filter(id => id !== target.group));
  const shown = folded.size === state.folded.size ? state : {...state, folded};
  return moveTo({...shown, jumpTarget: target.id}, linesOf(shown).indexOf(target.id));
}

/** The lines to check, suspect ones first. */
function targetsIn({list, unfolded}: State): readonly Target[] {
  const targets: Record<'learn' | 'suspect', Target[]> = {learn: [], suspect: []};
  const add = (line: TableLine, group: string): void => {
    const first = firstOf(line);
    const standing = standingOf(first);
    if ((standing !== 'learn' && standing !== 'suspect') || list?.recentlyClosed.has(first)) return;
    if (!isAlike(line)) targets[standing].push({id: {socket: first.socket.key}, group, standing});
    else if (!unfolded.has(line.id)) targets[standing].push({id: {alike: line.id}, group, standing});
    else for (const row of line.rows) add(row, group);
  };
  for (const {id, lines, counts} of list?.groups ?? []) {
    if (counts.learn + counts.suspect > 0) for (const line of lines) add(line, id);
  }
  return [...targets.suspect, ...targets.learn];
}

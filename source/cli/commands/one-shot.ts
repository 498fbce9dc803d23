import {initialState, type Look, type Settings, type Start, type State} from '../../app/state/state.ts';
import {update} from '../../app/state/update.ts';
import type {Narrow} from '../../app/table/type-filter.ts';
import type {Collector} from '../../domain/snapshot.ts';
import {type Verdict, verdicts} from '../../domain/verdict.ts';

/** The state after a single look, for text of this many columns (infinite: nothing is cut); there is no screen. */
export async function oneLook(
  collector: Collector,
  settings: Settings,
  narrow: Narrow,
  columns: number,
  start: Start = {},
): Promise<State & {readonly look: Look}> {
  const snapshot = await collector.look().finally(() => collector.close());
  const size = {columns, rows: 0};
  const before = initialState(settings, size, narrow, snapshot.takenAt, start);
  const [state] = update(before, {type: 'looked', snapshot});
  if (!state.look) throw new Error('a look left no rows');
  return {...state, look: state.look};
}

/** Whether a socket shown is at or past this verdict. */
export function reaches({summary}: Look, verdict: Verdict): boolean {
  return verdicts.slice(verdicts.indexOf(verdict)).some(each => summary.verdicts[each] > 0);
}

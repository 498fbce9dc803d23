import {setTimeout as pause} from 'node:timers/promises';
import {preparePoll} from '../../app/state/prepare-poll.ts';
import {initialState, type ListState, type Settings, type Start, type State} from '../../app/state/state.ts';
import {update} from '../../app/state/update.ts';
import type {Summary} from '../../app/table/summary.ts';
import type {TypeFilter} from '../../app/table/type-filter.ts';
import type {Collector} from '../../domain/snapshot.ts';
import {finish} from '../../domain/task.ts';
import {nothingAssessed} from '../../judge/assess-all.ts';
import {measurePage} from '../../screens/page.ts';
import {logPoll} from '../../terminal/log-poll.ts';
import type {FailReason} from '../options-table.ts';

/** Milliseconds until the second poll, where the first one found services that start or end. */
const pauseWhileUnsettled = 1000;

/**
 * The state after a single poll, for text of this many columns; infinite columns cut nothing. Where that holds back a
 * difference from the baseline, a second poll shows whether it stays. Rejects where a poll fails.
 */
export async function oneShot(
  collector: Collector,
  settings: Settings,
  typeFilter: TypeFilter,
  columns: number,
  start: Start = {},
): Promise<State & {readonly list: ListState}> {
  const size = {columns, rows: 0};
  const before = initialState(settings, size, typeFilter, 0, start);
  const pollAfter = async (state: State): Promise<State & {readonly list: ListState}> => {
    const poll = await logPoll(collector.poll, snapshot => finish(preparePoll(() => state, snapshot)));
    const [{list, ...polled}] = update(before, {type: 'polled', poll}, measurePage);
    if (!list) throw new Error('a poll left no list');
    return {...polled, list};
  };
  try {
    const first = await pollAfter(before);
    const {unsettled} = first.list.assessed;
    if (unsettled.size === 0) return first;
    await pause(pauseWhileUnsettled);
    // As a first poll, which marks nothing as new or closed.
    return await pollAfter({...before, list: {...first.list, assessed: {...nothingAssessed, unsettled}}});
  } finally {
    collector.close();
  }
}

/**
 * Whether a counted socket has this verdict or a worse one, and is not accepted; `drift`: whether one drifted, or is
 * new to the baseline.
 */
export function reaches({standings, acceptances}: Pick<Summary, 'standings' | 'acceptances'>, on: FailReason): boolean {
  if (on === 'drift') return acceptances.drifted + acceptances.new > 0;
  return standings.suspect > 0 || (on === 'learn' && standings.learn > 0);
}

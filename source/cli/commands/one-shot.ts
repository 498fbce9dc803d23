import {setTimeout as pause} from 'node:timers/promises';
import {preparePoll} from '../../app/state/prepare-poll.ts';
import {initialState, type ListState, type Settings, type Start, type State} from '../../app/state/state.ts';
import {update} from '../../app/state/update.ts';
import type {Summary} from '../../app/table/summary.ts';
import type {TypeFilter} from '../../app/table/type-filter.ts';
import type {Collector, Snapshot} from '../../domain/snapshot.ts';
import {finish} from '../../domain/task.ts';
import {describeSubject} from '../../judge/baseline/describe-block.ts';
import {differing} from '../../judge/baseline/settling.ts';
import {measurePage} from '../../screens/page.ts';
import {logPoll} from '../../terminal/log-poll.ts';
import type {FailReason} from '../options-table.ts';

/** Milliseconds between two polls while services start or end, and the most polls. */
const pauseWhileUnsettled = 1000;
const maxPolls = 5;

/**
 * The state after a single poll, for text of this many columns; infinite columns cut nothing. Where that holds back a
 * difference from the baseline, further polls show whether it stays; the last one holds nothing back. Rejects where a
 * poll fails.
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
  const unsettled = new Set<string>();
  const read = async (): Promise<Snapshot> => {
    const snapshot = await collector.poll();
    // Without a baseline no poll follows: the tables of the collector make room.
    if (!snapshot.baseline) collector.close();
    return snapshot;
  };
  const poll = async (): Promise<State & {readonly list: ListState}> => {
    const prepared = await logPoll(read, snapshot => finish(preparePoll(() => before, snapshot, unsettled)));
    const [{list, ...state}] = update(before, {type: 'polled', poll: prepared}, measurePage);
    if (!list) throw new Error('a poll left no list');
    return {...state, list};
  };
  try {
    let state = await poll();
    for (let polls = 1; state.list.assessed.unsettled.size > 0; polls++) {
      const {assessed, snapshot} = state.list;
      const isLast = polls + 1 === maxPolls;
      const held = isLast ? (snapshot.baseline?.blocks.map(describeSubject) ?? []) : differing(assessed);
      for (const subject of held) unsettled.add(subject);
      await pause(pauseWhileUnsettled);
      state = await poll();
    }
    return state;
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

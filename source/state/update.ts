import {judge, noJudgement} from '../assess/judge.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {act} from './act.ts';
import {followSocket, takeInspection} from './detail.ts';
import type {Event, Step} from './event.ts';
import {keepCursor} from './list.ts';
import {arrange} from './look.ts';
import type {Detail, ModeState, State} from './state.ts';

/** The whole of what the program does, as data: the state after an event, and what is to be done in the world. */
export function update(state: State, event: Event): Step<State> {
  switch (event.type) {
    case 'action':
      return act(state, event.action);
    case 'looked':
      return looked(state, event.snapshot);
    case 'look-failed':
      return [{...state, now: event.at, failure: {message: event.message, at: event.at}}, []];
    case 'inspected':
      return [{...state, mode: withDetail(state.mode, detail => takeInspection(detail, event.inspection))}, []];
    case 'resized':
      return [keepCursor(state, {...state, size: event.size}), []];
    case 'ticked':
      return [{...state, now: event.now}, []];
    case 'os-named':
      return [{...state, osName: event.name}, []];
    case 'loaded':
      return [{...state, load: event.load}, []];
  }
}

function looked(state: State, snapshot: Snapshot): Step<State> {
  const judgement = judge(snapshot.sockets, state.settings.nameOf, state.look?.judgement ?? noJudgement);
  const look = arrange(snapshot, judgement, state.narrow);
  const now = snapshot.takenAt + snapshot.took;
  const next = keepCursor(state, {...state, now, look, failure: null});
  const detail = detailOf(next.mode);
  if (!detail) return [next, []];
  const [followed, effects] = followSocket(detail, judgement.byKey.get(detail.key), snapshot.takenAt);
  return [{...next, mode: withDetail(next.mode, () => followed)}, effects];
}

/** The detail on the screen, or below the help. */
export const detailOf = (mode: ModeState): Detail | null =>
  mode.at === 'detail' ? mode : mode.at === 'help' && mode.over.at === 'detail' ? mode.over : null;

function withDetail(mode: ModeState, change: (detail: Detail) => Detail): ModeState {
  if (mode.at === 'detail') return change(mode);
  if (mode.at === 'help' && mode.over.at === 'detail') return {...mode, over: change(mode.over)};
  return mode;
}

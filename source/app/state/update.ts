import type {Snapshot} from '../../domain/snapshot.ts';
import {finish} from '../../domain/task.ts';
import {type Delta, type Judged, type Judgement, judge} from '../../judge/assess-all.ts';
import type {Action} from '../keys/action.ts';
import {isBeingRead, type Track} from '../table/track-changes.ts';
import {act} from './act.ts';
import {isArranged} from './build-list.ts';
import {withClock} from './clock-jump.ts';
import {followSocket, takeInspection} from './detail.ts';
import type {Event, Step} from './event.ts';
import {typeText} from './filter-input.ts';
import {takeName, withNames} from './host-names.ts';
import {keepCursor} from './list-lines.ts';
import {withNeeds} from './measure-columns.ts';
import {type Followed, following, rearranged, takeArranged} from './prepare-poll.ts';
import type {Detail, ModeState, SinceKey, State} from './state.ts';

/** The whole of what the program does, as data: the state after an event, and what is to be done in the world. */
export const update = (state: State, event: Event): Step<State> =>
  withNames(withArranging(withNeeds(state, step(withClock(state, event), event))));

/** Asks for the list that is wanted, where the one that stands is another. */
const withArranging = ([state, effects]: Step<State>): Step<State> => [
  state,
  isArranged(state) ? effects : [...effects, {type: 'arrange'}],
];

function step(state: State, event: Event): Step<State> {
  switch (event.type) {
    case 'action':
      return act(resumes(state, event.action) ? state : keyPressed(state), event.action);
    case 'typed':
      return [typed(keyPressed(state), event.text), []];
    case 'named':
      return [{...state, hostNames: takeName(state.hostNames, event.address, event.name)}, []];
    case 'told':
      return [{...state, notice: event.notice}, []];
    case 'looked':
      return looked(state, event.snapshot, event.judgement ?? judgementOf(state, event.snapshot), event.followed);
    case 'arranged':
      return [takeArranged(state, event.look), []];
    case 'look-failed':
      return [{...state, now: event.at, failure: {message: event.message, at: event.at}}, []];
    case 'inspected':
      return [{...state, mode: withDetail(state.mode, detail => takeInspection(detail, event.inspection))}, []];
    case 'resized':
      return [resized(state, event.size), []];
    case 'ticked':
      return [{...state, now: event.now}, []];
    case 'os-named':
      return [{...state, osName: event.name}, []];
    case 'loaded':
      return [{...state, load: event.load}, []];
  }
}

/** Judges a look as one that follows the last; it takes long where there are many sockets. */
const judgementOf = ({look, settings}: State, {sockets}: Snapshot): Judgement =>
  judge(sockets, settings.nameOf, look?.judgement);

function looked(state: State, snapshot: Snapshot, judgement: Judgement, followed?: Followed): Step<State> {
  const {track, look} = followed ?? finish(following(state, snapshot, judgement));
  const now = snapshot.takenAt + snapshot.took;
  const sinceKey = countSince(state.sinceKey, judgement.delta, track);
  const after: State = {...state, now, track, failure: null, sinceKey, look};
  const placed = isCursorPlaced(state) ? after : {...after, cursor: null};
  const next = look.groups === state.look?.groups ? after : keepCursor(state, placed);
  const detail = detailOf(next.mode);
  if (!detail) return [next, []];
  const [changed, effects] = followSocket(
    detail,
    judgement.rows.find(({socket}) => socket.key === detail.key),
    snapshot.takenAt,
    track.seen.get(detail.key)?.rates ?? null,
  );
  return [{...next, mode: withDetail(next.mode, () => changed)}, effects];
}

/**
 * Whether the cursor is where it is for a reason. Where the owners were still being read and no key was pressed since it is not: the
 * list may begin with another socket once they are.
 */
const isCursorPlaced = ({look, track, sinceKey}: State): boolean =>
  track.look !== 1 || !look || sinceKey.at > look.snapshot.takenAt || !look.judgement.rows.some(isBeingRead);

function keyPressed(state: State): State {
  const {at, opened, closed, suspect} = state.sinceKey;
  if (at === state.now && opened + closed + suspect === 0) return state;
  return {...state, sinceKey: {at: state.now, opened: 0, closed: 0, suspect: 0}};
}

/** What happened during a pause is told after it: the key that ends it does not count. */
const resumes = ({pausedAt}: State, action: Action): boolean => action === 'pause' && pausedAt !== null;

/** Longest word that confirms something. */
const longestWord = 20;

function typed(state: State, text: string): State {
  const {mode} = state;
  if (mode.at === 'filter') return typeText(state, mode, text);
  if (mode.at !== 'confirm') return state;
  return {...state, mode: {...mode, text: (mode.text + text.replace(/\W/g, '')).slice(0, longestWord)}};
}

/** Adds what one look brought to what happened since the last key. The first look brings nothing: all was there. */
function countSince(since: SinceKey, {opened, changed, closed}: Delta, {look}: Track): SinceKey {
  if (look <= 1 || opened.length + changed.length + closed.length === 0) return since;
  const isSuspect = ({assessment}: Judged): boolean => assessment.verdict === 'suspect';
  const turned = changed.filter(([old, row]) => isSuspect(row) && !isSuspect(old) && !isBeingRead(old)).length;
  return {
    at: since.at,
    opened: since.opened + opened.length,
    closed: since.closed + closed.length,
    suspect: since.suspect + opened.filter(isSuspect).length + turned,
  };
}

/** What a word of the filter searches depends on the columns that fit. */
const resized = (state: State, size: State['size']): State =>
  state.filter.text === '' ? keepCursor(state, {...state, size}) : rearranged(state, {size});

/** The detail on the screen, or below what lies over it. */
export const detailOf = (mode: ModeState): Detail | null =>
  mode.at === 'detail' ? mode : 'over' in mode && mode.over.at === 'detail' ? mode.over : null;

function withDetail(mode: ModeState, change: (detail: Detail) => Detail): ModeState {
  if (mode.at === 'detail') return change(mode);
  return 'over' in mode && mode.over.at === 'detail' ? {...mode, over: change(mode.over)} : mode;
}

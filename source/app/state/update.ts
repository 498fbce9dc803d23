import type {Inspection} from '../../domain/inspection.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import {applyCrossCheck, type CrossChecks} from '../../judge/apply-cross-check.ts';
import type {AssessedSocket, Delta} from '../../judge/assess-all.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import type {Action} from '../keys/bindings.ts';
import {writeKey} from '../keys/write-key.ts';
import {hasAlikes} from '../table/group-rows.ts';
import {isOwnerPending, type Track} from '../table/track-changes.ts';
import {act} from './act.ts';
import {afterPager} from './ask-lsof.ts';
import {isListCurrent} from './build-list.ts';
import {withClock} from './clock-jump.ts';
import {refreshDetail} from './detail.ts';
import type {Effect, Event, Transition} from './event.ts';
import {typeText} from './filter-input.ts';
import {takeName, withNames} from './host-names.ts';
import {anchorCursor} from './list-lines.ts';
import {withNaturalWidths} from './measure-columns.ts';
import type {Detail, ModeState} from './modes.ts';
import {begunNotice, countNewDrift, isBaselineBegun} from './new-drift.ts';
import type {PreparedPoll} from './prepare-poll.ts';
import {takeBuiltList, withRebuiltList} from './rebuild-list.ts';
import type {MeasurePage} from './scroll.ts';
import {type ListState, nothingSince, type SinceKey, type State} from './state.ts';
import {insertText} from './text-input.ts';

/**
 * The whole program as data: the state after an event, and the effects for the terminal folder to carry out. `measure`
 * returns the height of the page on the screen; `update` calls it only for a key that scrolls a page.
 */
export const update = (state: State, event: Event, measure: MeasurePage): Transition<State> =>
  withNames(withBuildEffect(withNaturalWidths(state, step(withClock(state, event), event, measure))));

/** Adds the effect that builds the list, where the list on the screen is not the requested one. */
const withBuildEffect = ([state, effects]: Transition<State>): Transition<State> => [
  state,
  isListCurrent(state) ? effects : [...effects, {type: 'build-list'}],
];

function step(state: State, event: Event, measure: MeasurePage): Transition<State> {
  switch (event.type) {
    case 'action':
      return act(resumes(state, event.action) ? state : keyPressed(state), event.action, measure);
    case 'typed':
      return [typed(keyPressed(state), event.text), []];
    case 'host-named':
      return [{...state, hostNames: takeName(state.hostNames, event.address, event.name)}, []];
    case 'notified':
      return [{...state, notice: event.notice}, []];
    case 'paged':
      return [afterPager(state, event.notice), []];
    case 'polled':
      return polled({...state, pace: event.pace ?? null}, event.poll);
    case 'list-built':
      return [takeBuiltList(state, event.list), []];
    case 'poll-failed':
      return [{...state, now: event.at, failure: {message: event.message, at: event.at}}, []];
    case 'inspected':
      return [inspected(state, event.inspection), []];
    case 'resized':
      return [resized(state, event.size), []];
    case 'ticked':
      return [{...state, now: event.now}, []];
    case 'os-named':
      return [{...state, osName: event.name}, []];
    case 'host-load-read':
      return [{...state, load: event.load}, []];
  }
}

function polled(state: State, {assessed, track, list}: PreparedPoll): Transition<State> {
  const {takenAt, took} = list.snapshot;
  const drifted = countNewDrift(state.list, list.snapshot, assessed.delta, track);
  const sinceKey = countSince(state.sinceKey, assessed.delta, track, drifted);
  const crossChecks = withoutClosed(state.crossChecks, assessed.delta);
  const compact = state.compact === 'auto' ? list.listQuery.compact : state.compact;
  const startsCompact = state.compact === 'auto' && compact === true && hasAlikes(list.groups);
  const after: State = {
    ...state,
    now: takenAt + took,
    track,
    failure: null,
    sinceKey,
    list,
    crossChecks,
    compact,
    notice: polledNotice(state, list, startsCompact),
  };
  const placed = state.isTouched ? after : {...after, cursor: null};
  const next = list.groups === state.list?.groups ? after : anchorCursor(state, placed);
  const bell: readonly Effect[] = drifted > 0 && state.settings.bell !== false ? [{type: 'bell'}] : [];
  const detail = detailOf(next.mode);
  if (!detail) return [next, bell];
  const row = assessed.rows.find(({socket}) => socket.key === detail.key);
  const [changed, effects] = refreshDetail(
    detail,
    // A cross-check may have come in while the poll was prepared.
    row && applyCrossCheck(row, after.crossChecks),
    takenAt,
    track.seen.get(detail.key)?.rates ?? null,
  );
  return [{...next, mode: withDetail(next.mode, () => changed)}, [...bell, ...effects]];
}

/** The notice after a poll: of the first list that is compact, or of the first acceptance; else the one before. */
function polledNotice(state: State, {snapshot}: ListState, startsCompact: boolean): Clean | null {
  if (startsCompact) return compactNotice(state.settings);
  return isBaselineBegun(state, snapshot) ? begunNotice(state) : state.notice;
}

/** Announces that a long list starts with alike sockets as one line. */
const compactNotice = ({ascii}: State['settings']): Clean =>
  trusted(`a long list: alike sockets are one line; ${writeKey('right', ascii)} shows them, c shows each`);

/** The state with the result of an inspection, unless another socket is on the screen by now. */
function inspected(state: State, inspection: Inspection): State {
  const detail = detailOf(state.mode);
  if (detail?.key !== inspection.socketKey) return state;
  const crossCheck = {owner: detail.row.socket.owner, check: inspection.crossCheck};
  const crossChecks = new Map(state.crossChecks).set(detail.key, crossCheck);
  const row = applyCrossCheck(detail.row, crossChecks);
  return {...state, crossChecks, mode: withDetail(state.mode, () => ({...detail, row, inspection}))};
}

/** The cross-checks of sockets that are still open: the very same where none of them closed. */
function withoutClosed(crossChecks: CrossChecks, {closed}: Delta): CrossChecks {
  const keys = closed.map(({socket}) => socket.key).filter(key => crossChecks.has(key));
  if (keys.length === 0) return crossChecks;
  return new Map([...crossChecks].filter(([key]) => !keys.includes(key)));
}

function keyPressed(state: State): State {
  const {at, opened, closed, suspect, drifted} = state.sinceKey;
  if (state.isTouched && at === state.now && opened + closed + suspect + drifted === 0) return state;
  return {...state, isTouched: true, sinceKey: {at: state.now, ...nothingSince}};
}

/**
 * Whether an action ends a pause. Its key does not reset the count since the last key, so the user sees the changes.
 */
const resumes = ({pausedAt}: State, action: Action): boolean => action === 'pause' && pausedAt !== null;

/** Length limit of a confirmation word. */
const maxWordLength = 20;

function typed(state: State, text: string): State {
  const {mode} = state;
  if (mode.at === 'filter') return typeText(state, mode, text);
  if (mode.at === 'accept') return {...state, mode: {...mode, ...insertText(mode, text), isNoteMissing: false}};
  if (mode.at !== 'confirm') return state;
  return {...state, mode: {...mode, text: (mode.text + text.replace(/\W/g, '')).slice(0, maxWordLength)}};
}

/**
 * Adds the changes of one poll to the count since the last key. The first poll adds none: its sockets were open before.
 */
function countSince(since: SinceKey, {opened, changed, closed}: Delta, {poll}: Track, drifted: number): SinceKey {
  if (poll <= 1 || opened.length + changed.length + closed.length === 0) return since;
  const isSuspect = (row: AssessedSocket): boolean => standingOf(row) === 'suspect';
  const turned = changed.filter(([old, row]) => isSuspect(row) && !isSuspect(old) && !isOwnerPending(old)).length;
  return {
    at: since.at,
    opened: since.opened + opened.length,
    closed: since.closed + closed.length,
    suspect: since.suspect + opened.filter(isSuspect).length + turned,
    drifted: since.drifted + drifted,
  };
}

/** The state with another size. A filter searches the shown columns, so the list may be another one. */
const resized = (state: State, size: State['size']): State =>
  state.filter.text === '' ? anchorCursor(state, {...state, size}) : withRebuiltList(state, {size});

/** The detail on the screen, or the one that a prompt or the help covers. */
export const detailOf = (mode: ModeState): Detail | null =>
  mode.at === 'detail' ? mode : 'over' in mode && mode.over.at === 'detail' ? mode.over : null;

function withDetail(mode: ModeState, change: (detail: Detail) => Detail): ModeState {
  if (mode.at === 'detail') return change(mode);
  return 'over' in mode && mode.over.at === 'detail' ? {...mode, over: change(mode.over)} : mode;
}

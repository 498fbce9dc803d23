import type {Judged, Judgement} from '../assess/judge.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {CellOptions} from '../table/column.ts';
import type {Marks} from '../table/filter/fields.ts';
import {createShown} from '../table/filter/shown.ts';
import {groupingOf} from '../table/groupings.ts';
import {isOpen, narrowRows} from '../table/narrow.ts';
import {countVerdicts, type Group, order} from '../table/order.ts';
import {type ColumnChoice, placeColumns} from '../table/place-columns.ts';
import {comparing} from '../table/sort.ts';
import {summarise} from '../table/summary.ts';
import {lingering, markOf} from '../table/track.ts';
import {keepCursor} from './list.ts';
import type {Look, State} from './state.ts';

const shownText = createShown();

/** What the texts of cells depend on. */
export const cellOptions = ({
  settings,
  track,
  now,
  hostNames,
}: Pick<State, 'settings' | 'track' | 'now' | 'hostNames'>): CellOptions => ({
  symbols: settings.symbols,
  numeric: settings.numeric,
  seenOf: row => track.seen.get(row.socket.key),
  now,
  hostNameOf: address => (hostNames.shown ? (hostNames.known.get(address) ?? null) : null),
});

export const columnChoice = ({interval, columns}: State['settings']): ColumnChoice => ({
  oneLook: interval === null,
  chosen: columns ?? null,
});

/** Narrows, filters, groups, sorts and counts what was judged. Sockets that closed lately stay in the list, uncounted. */
export function arrange(state: State, snapshot: Snapshot, judgement: Judgement): Look {
  const {narrow, filter, track, sort, grouping, size} = state;
  const gone = new Set(lingering(track));
  const {rows, hiddenLoopback} = narrowRows(inOldOrder(state, judgement), narrow);
  const candidates = gone.size === 0 ? rows : [...rows, ...narrowRows([...gone], narrow).rows];
  const marksOf = (row: Judged): Marks => {
    const mark = markOf(track, row, gone.has(row));
    return {isNew: mark === 'new', isChanged: mark === 'changed', isClosed: mark === 'closed'};
  };
  const options = cellOptions(state);
  const shown = shownText(placeColumns(size.columns, 0, columnChoice(state.settings)), options);
  const {text, matches} = filter.query;
  const kept = text === '' ? candidates : candidates.filter(row => matches(row, marksOf(row), () => shown(row)));
  const living = gone.size === 0 ? kept : kept.filter(row => !gone.has(row));
  return {
    snapshot,
    judgement,
    groups: order(kept, groupingOf(grouping), comparing(sort, options)).map(group =>
      gone.size === 0 ? group : withoutGone(group, gone),
    ),
    summary: summarise(living),
    hiddenLoopback,
    beforeFilter: rows.length,
    lingering: gone,
  };
}

/** The group with those that are gone not counted. */
function withoutGone(group: Group, gone: ReadonlySet<Judged>): Group {
  if (!group.rows.some(row => gone.has(row))) return group;
  return {...group, counts: countVerdicts(group.rows.filter(row => !gone.has(row)))};
}

/**
 * The rows in the order in which the list shows the last look: sorting again then costs little. As they are where the list
 * does not show all of them.
 */
function inOldOrder({look, narrow, filter}: State, {rows, delta}: Judgement): readonly Judged[] {
  const isFollowing = look !== null && look.judgement.delta !== delta;
  if (!isFollowing || !isOpen(narrow) || filter.query.text !== '') return rows;
  const nows = new Map(delta.changed);
  const closed = new Set(delta.closed);
  const old = look.groups.flatMap(group => group.rows).filter(row => !closed.has(row) && !look.lingering.has(row));
  const ordered = [...old.map(row => nows.get(row) ?? row), ...delta.opened];
  return ordered.length === rows.length ? ordered : rows;
}

/** The look after one in which nothing changed: the same rows in the same order; null where the list may be another one. */
export function unchanged(state: State, snapshot: Snapshot, judgement: Judgement): Look | null {
  const {look, filter, sort, size, settings} = state;
  const {opened, changed, closed} = judgement.delta;
  if (!look || look.lingering.size > 0 || opened.length + changed.length + closed.length > 0) return null;
  // What a look is new or moving in comes to an end in the next, though no socket changes.
  const {text} = filter.query;
  const shown = placeColumns(size.columns, 0, columnChoice(settings));
  const searchesTime = /\bis:/.test(text) || (text !== '' && shown.some(({column}) => column.overTime));
  const dependsOnTime = searchesTime || sort?.column === 'in' || sort?.column === 'out';
  return dependsOnTime ? null : {...look, snapshot, judgement};
}

/** The state with some of what the list depends on changed, and the cursor kept on its socket. */
export function rearranged(state: State, changes: Partial<State>): State {
  const changed = {...state, ...changes};
  if (!state.look) return changed;
  return keepCursor(state, {...changed, look: arrange(changed, state.look.snapshot, state.look.judgement)});
}

import {cellOptions, columnChoice} from '../../app/state/build-list.ts';
import type {HostNames} from '../../app/state/host-names.ts';
import type {ListLine} from '../../app/state/list-lines.ts';
import type {Settings, State} from '../../app/state/state.ts';
import type {PlacedColumn} from '../../app/table/column.ts';
import {columnWidths} from '../../app/table/column-widths.ts';
import type {Group} from '../../app/table/group-rows.ts';
import type {NaturalWidths} from '../../app/table/natural-widths.ts';
import {type Mark, markOf, noTrack, type Track} from '../../app/table/track-changes.ts';
import type {Line} from '../../domain/line.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {memoizeLast, memoizeLastFor} from '../text/memoize-last.ts';
import {cutLine} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';
import {groupLine, gutter, rowLine} from './rows.ts';

/** The columns of the list on the screen. */
export function listColumns({size, settings, list, naturalWidths}: State): readonly PlacedColumn[] {
  const {hasNamespaces = false} = columnChoice(settings, list?.snapshot ?? null);
  return columnsFor(size.columns, settings, hasNamespaces, naturalWidths);
}

const columnsFor = memoizeLast(
  (
    columns: number,
    settings: Settings,
    hasNamespaces: boolean,
    naturalWidths: NaturalWidths,
  ): readonly PlacedColumn[] =>
    columnWidths(columns, gutter, {...columnChoice(settings, null), hasNamespaces}, naturalWidths),
);

/** One line of the list. It is the same object as on the last screen where nothing in it has changed. */
export function listLine(state: State, {group, row}: ListLine, selected: boolean): Line {
  const {size, settings, track, folded, list, hostNames, now} = state;
  if (!row) return groupOf(group, size.columns, settings.symbols, folded.has(group.id), selected);
  const mark = markOf(track, row, list?.recentlyClosed.has(row) ?? false);
  const change = mark === 'changed' ? (track.seen.get(row.socket.key)?.change?.text ?? null) : null;
  const news = mark === 'closed' ? 'closed' : change;
  const placed = listColumns(state);
  const changesWithTime = placed.some(({column}) => column.overTime);
  // Constant arguments in place of track and time, so that a poll alone does not invalidate the memoized line.
  const [history, time] = changesWithTime ? [track, now] : [noTrack, 0];
  const times = group.times.get(row) ?? 1;
  return rowOf(row, size.columns, placed, settings, hostNames, history, time, selected, mark, news, times);
}

const rowOf = memoizeLastFor(
  (
    row: AssessedSocket,
    columns: number,
    placed: readonly PlacedColumn[],
    settings: Settings,
    hostNames: HostNames,
    track: Track,
    now: number,
    selected: boolean,
    mark: Mark,
    news: string | null,
    times: number,
  ): Line => {
    const options = cellOptions({settings, track, now, hostNames}, () => times);
    return cutLine(rowLine(row, placed, options, {selected, mark, news}), columns);
  },
);

const groupOf = memoizeLastFor(
  (group: Group, columns: number, symbols: Symbols, folded: boolean, selected: boolean): Line =>
    cutLine(groupLine(group, folded, columns, symbols, selected), columns),
);

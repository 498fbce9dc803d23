import {cellOptions, columnChoice} from '../../app/state/build-list.ts';
import type {HostNames} from '../../app/state/host-names.ts';
import type {ListLine} from '../../app/state/line-index.ts';
import type {Settings, State} from '../../app/state/state.ts';
import {firstOf, type TableLine} from '../../app/table/alike.ts';
import type {PlacedColumn} from '../../app/table/column.ts';
import {columnWidths} from '../../app/table/column-widths.ts';
import type {Group} from '../../app/table/group-rows.ts';
import type {NaturalWidths} from '../../app/table/natural-widths.ts';
import {type Mark, markOf, noTrack, type Track} from '../../app/table/track-changes.ts';
import type {Line} from '../../domain/line.ts';
import {memoizeLast, memoizeLastFor} from '../text/memoize-last.ts';
import {cutLine} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';
import {type Fold, groupLine, gutter, rowLine} from './rows.ts';

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
export function listLine(state: State, listed: ListLine, selected: boolean): Line {
  const {size, settings, track, folded, list, hostNames, now} = state;
  const {group, alike, row} = listed;
  const line = row ?? alike;
  if (!line) return groupOf(group, size.columns, settings.symbols, folded.has(group.id), selected);
  const first = firstOf(line);
  const mark = markOf(track, first, list?.recentlyClosed.has(first) ?? false);
  const change = mark === 'changed' ? (track.seen.get(first.socket.key)?.change?.text ?? null) : null;
  const news = mark === 'closed' ? 'closed' : change;
  const placed = listColumns(state);
  const changesWithTime = placed.some(({column}) => column.overTime);
  // Constant arguments in place of track and time, so that a poll alone does not invalidate the memoized line.
  const [history, time] = changesWithTime ? [track, now] : [noTrack, 0];
  const fold = foldOf(state, listed);
  return lineOf(line, size.columns, placed, settings, hostNames, history, time, selected, mark, news, fold);
}

/** Whether a line stands for several sockets and shows them below, or is one of these. */
const foldOf = ({unfolded}: State, {alike, row}: ListLine): Fold =>
  alike === null ? null : row ? 'below' : unfolded.has(alike.id) ? 'open' : 'folded';

const lineOf = memoizeLastFor(
  (
    line: TableLine,
    columns: number,
    placed: readonly PlacedColumn[],
    settings: Settings,
    hostNames: HostNames,
    track: Track,
    now: number,
    selected: boolean,
    mark: Mark,
    news: string | null,
    fold: Fold,
  ): Line => {
    const options = cellOptions({settings, track, now, hostNames});
    return cutLine(rowLine(line, placed, options, {selected, mark, news, fold}), columns);
  },
);

const groupOf = memoizeLastFor(
  (group: Group, columns: number, symbols: Symbols, folded: boolean, selected: boolean): Line =>
    cutLine(groupLine(group, folded, columns, symbols, selected), columns),
);

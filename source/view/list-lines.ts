import type {Judged} from '../assess/judge.ts';
import {cutLine} from '../layout/parts.ts';
import type {Symbols} from '../layout/symbols.ts';
import type {Line} from '../model/line.ts';
import {cellOptions, columnChoice} from '../state/arrange.ts';
import type {HostNames} from '../state/host-names.ts';
import type {ListLine} from '../state/list.ts';
import type {Settings, State} from '../state/state.ts';
import type {PlacedColumn} from '../table/column.ts';
import type {Needs} from '../table/needs.ts';
import type {Group} from '../table/order.ts';
import {placeColumns} from '../table/place-columns.ts';
import {type Mark, markOf, noTrack, type Track} from '../table/track.ts';
import {keepLast, keepLastOf} from './keep-last.ts';
import {groupLine, gutter, rowLine} from './rows.ts';

/** The columns of the list on the screen. */
export const listColumns = ({size, settings, needs}: State): readonly PlacedColumn[] =>
  columnsFor(size.columns, settings, needs);

const columnsFor = keepLast((columns: number, settings: Settings, needs: Needs): readonly PlacedColumn[] =>
  placeColumns(columns, gutter, columnChoice(settings), needs),
);

/** One line of the list as it is drawn; the very one of the last screen where nothing it tells has changed. */
export function listLine(state: State, {group, row}: ListLine, selected: boolean): Line {
  const {size, settings, track, folded, look, hostNames, now} = state;
  if (!row) return groupOf(group, size.columns, settings.symbols, folded.has(group.id), selected);
  const mark = markOf(track, row, look?.lingering.has(row) ?? false);
  const change = mark === 'changed' ? (track.seen.get(row.socket.key)?.change?.what ?? null) : null;
  const news = mark === 'closed' ? 'closed' : change;
  const placed = listColumns(state);
  const changesWithTime = placed.some(({column}) => column.overTime);
  const [seen, at] = changesWithTime ? [track, now] : [noTrack, 0];
  return rowOf(row, size.columns, placed, settings, hostNames, seen, at, selected, mark, news);
}

const rowOf = keepLastOf(
  (
    row: Judged,
    columns: number,
    placed: readonly PlacedColumn[],
    settings: Settings,
    hostNames: HostNames,
    track: Track,
    now: number,
    selected: boolean,
    mark: Mark,
    news: string | null,
  ): Line => {
    const options = cellOptions({settings, track, now, hostNames});
    return cutLine(rowLine(row, placed, options, {selected, mark, news}), columns);
  },
);

const groupOf = keepLastOf(
  (group: Group, columns: number, symbols: Symbols, folded: boolean, selected: boolean): Line =>
    cutLine(groupLine(group, folded, columns, symbols, selected), columns),
);

import {verifyCommands} from '../assess/verify.ts';
import type {Action} from '../keys/action.ts';
import {own} from '../model/text.ts';
import {groupings} from '../table/groupings.ts';
import {placeColumns} from '../table/place-columns.ts';
import {deedOf} from './confirm.ts';
import {openDetail, pageLsof} from './detail.ts';
import type {Step} from './event.ts';
import {startFilter} from './filter.ts';
import {listFrame} from './frame.ts';
import {jump} from './jump.ts';
import {cursorLine, keepCursor, linesOf, moveTo, moveToGroup} from './list.ts';
import {columnChoice, rearranged} from './look.ts';
import {stepOf} from './scroll.ts';
import type {State} from './state.ts';

/** What a key does in the list. */
export function actOnList(state: State, action: Action): Step<State> {
  const here = cursorLine(state);
  switch (action) {
    case 'next-group':
      return [moveToGroup(state, 1), []];
    case 'previous-group':
      return [moveToGroup(state, -1), []];
    case 'fold':
      return [here ? fold(state, [...state.folded, here.group.id]) : state, []];
    case 'unfold':
      return [here ? fold(state, without(state.folded, here.group.id)) : state, []];
    case 'fold-all': {
      const all = (state.look?.groups ?? []).map(group => group.id);
      return [fold(state, all.every(each => state.folded.has(each)) ? [] : all), []];
    }
    case 'open':
      if (here?.row) return openDetail(state, here.row, 0);
      return here ? actOnList(state, state.folded.has(here.group.id) ? 'unfold' : 'fold') : [state, []];
    case 'lsof':
      return here?.row ? openDetail(state, here.row, 'lsof') : [state, []];
    case 'copy':
      return here?.row ? [state, [{type: 'copy', text: verifyCommands(here.row)[0] ?? ''}]] : [state, []];
    case 'end-owner':
    case 'close-connection': {
      if (!here?.row) return [state, []];
      const deed = deedOf(state, here.row, action);
      return [
        typeof deed === 'string' ? {...state, notice: own(deed)} : {...state, mode: {at: 'confirm', deed, text: ''}},
        [],
      ];
    }
    case 'page-lsof':
      return here?.row ? [state, pageLsof(state, here.row)] : [state, []];
    case 'look':
      return [state, [{type: 'look'}]];
    case 'filter':
      return [startFilter(state), []];
    case 'export':
      return [state.look ? {...state, mode: {at: 'export'}} : state, []];
    case 'closed':
      return [{...state, mode: {at: 'closed', scroll: 0}}, []];
    case 'next-left':
      return [jump(state, 1), []];
    case 'previous-left':
      return [jump(state, -1), []];
    default: {
      const changed = rearrange(state, action);
      if (changed) return [changed, []];
      const step = stepOf(action, listFrame(state.size).body);
      return [step === null || !state.cursor ? state : moveTo(state, linesOf(state).indexOf(state.cursor) + step), []];
    }
  }
}

/** Actions that change what the list shows or in which order; null for any other. */
function rearrange(state: State, action: Action): State | null {
  const {narrow, settings} = state;
  switch (action) {
    case 'loopback':
      return rearranged(state, {narrow: {...narrow, hideLoopback: !narrow.hideLoopback}});
    case 'tcp':
    case 'udp': {
      const protocols = new Set(narrow.protocols);
      if (!protocols.delete(action)) protocols.add(action);
      return rearranged(state, {narrow: {...narrow, protocols}});
    }
    case 'service-names':
      return rearranged(state, {settings: {...settings, numeric: !settings.numeric}});
    case 'next-sort':
      return sortBy(state, 1);
    case 'previous-sort':
      return sortBy(state, -1);
    case 'reverse-sort':
      return rearranged(state, {sort: reversed(state)});
    case 'regroup': {
      const at = groupings.findIndex(({id}) => id === state.grouping);
      const grouping = groupings[(at + 1) % groupings.length]?.id ?? state.grouping;
      return rearranged({...state, folded: new Set()}, {grouping});
    }
    default:
      return null;
  }
}

/** Goes through the columns on the screen that sort, and the usual order before the first. */
function sortBy(state: State, step: 1 | -1): State {
  const shown = placeColumns(state.size.columns, 0, columnChoice(state.settings)).map(({column}) => column);
  const orders = [null, ...shown.filter(({sort}) => sort !== undefined).map(({id}) => id)];
  const at = orders.indexOf(state.sort?.column ?? null);
  const column = orders[(at + step + orders.length) % orders.length] ?? null;
  return rearranged(state, {sort: column === null ? null : {column, reversed: false}});
}

const reversed = ({sort}: State): State['sort'] =>
  sort ? {...sort, reversed: !sort.reversed} : {column: 'verdict', reversed: true};

const without = (folded: ReadonlySet<string>, group: string): readonly string[] =>
  [...folded].filter(id => id !== group);

const fold = (state: State, folded: readonly string[]): State => keepCursor(state, {...state, folded: new Set(folded)});

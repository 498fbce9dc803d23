import {isActionOf} from '../keys/bindings.ts';
import {confirm} from './confirm.ts';
import type {Transition} from './event.ts';
import {complete, editFilter, readFilter} from './filter-input.ts';
import {moveBy} from './list-actions.ts';
import type {AcceptMode, ConfirmMode, ExportMode, FilterMode} from './modes.ts';
import {withRebuiltList} from './rebuild-list.ts';
import {keepNote} from './request-acceptance.ts';
import type {OtherAction, ScreenAction} from './screen-action.ts';
import {shownRows} from './shown-rows.ts';
import type {State} from './state.ts';
import {editText, isEdit} from './text-input.ts';

/**
 * The state after a key while a prompt (filter, file format, note or confirmation) has the last line, and its effects.
 */
export function actOnPrompt(
  state: State,
  mode: FilterMode | ExportMode | AcceptMode | ConfirmMode,
  action: OtherAction,
): Transition<State> {
  switch (mode.at) {
    case 'filter':
      return isActionOf(action, 'filter') ? [actOnFilter(state, mode, action), []] : [state, []];
    case 'export':
      return isActionOf(action, 'export') ? exportList(state, action) : [state, []];
    case 'accept':
      return isActionOf(action, 'accept') ? actOnNote(state, mode, action) : [state, []];
    case 'confirm':
      return isActionOf(action, 'confirm') ? actOnConfirm(state, mode, action) : [state, []];
  }
}

function actOnFilter(state: State, mode: FilterMode, action: ScreenAction<'filter'>): State {
  if (isEdit(action)) return editFilter(state, mode, action);
  switch (action) {
    case 'keep-filter': {
      // A wrong text cannot become the filter: its error stays on the screen.
      if (state.filter.error) return state;
      // While the user typed, a last word that may become the name of a field was not part of the query.
      const filter = readFilter(state.filter.text, state.filter);
      return withRebuiltList(state, {filter, mode: {at: 'list'}});
    }
    case 'complete':
      return complete(state, mode);
    case 'next':
    case 'previous':
      return moveBy(state, action);
  }
}

const actOnNote = (state: State, mode: AcceptMode, action: ScreenAction<'accept'>): Transition<State> =>
  isEdit(action) ? [{...state, mode: {...mode, ...editText(mode, action)}}, []] : keepNote(state, mode);

function actOnConfirm(state: State, mode: ConfirmMode, action: ScreenAction<'confirm'>): Transition<State> {
  switch (action) {
    case 'confirm':
      return confirm(state, mode);
    case 'erase-character':
      return [{...state, mode: {...mode, text: mode.text.slice(0, -1)}}, []];
  }
}

/** Writes the rows of the list except recently closed ones to a file. */
function exportList(state: State, action: ScreenAction<'export'>): Transition<State> {
  if (!state.list) return [state, []];
  const {snapshot, summary, assessed} = state.list;
  const rows = shownRows(state.list);
  const format = formats[action];
  return [{...state, mode: {at: 'list'}}, [{type: 'export', format, snapshot, rows, summary, gone: assessed.gone}]];
}

const formats = {'export-json': 'json', 'export-csv': 'csv'} as const;

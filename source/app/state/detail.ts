import type {Inspection} from '../../domain/inspection.ts';
import {trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {verifyCommands} from '../../judge/verify.ts';
import type {Rates} from '../table/track-changes.ts';
import {askToConfirm} from './confirm.ts';
import type {Effect, Transition} from './event.ts';
import {pageFrame} from './frame.ts';
import {linesOf, moveTo} from './list-lines.ts';
import type {ScreenAction} from './screen-action.ts';
import {isMovement, type MeasurePage, scrolled} from './scroll.ts';
import type {Detail, State} from './state.ts';

export function openDetail(state: State, row: AssessedSocket, scroll: Detail['scroll']): Transition<State> {
  const closedAt = state.track.closed.find(closed => closed.row === row)?.at ?? null;
  const mode: Detail = {at: 'detail', key: row.socket.key, row, closedAt, inspection: null, rates: [], scroll};
  return [{...state, mode}, inspect(state, row)];
}

/** The state after a key in the detail of a socket, and its effects. */
export function actOnDetail(
  state: State,
  detail: Detail,
  action: ScreenAction<'detail'>,
  measure: MeasurePage,
): Transition<State> {
  if (isMovement(action)) {
    const scroll = scrolled(detail.scroll, action, measure(state), pageFrame(state.size).body);
    return [{...state, mode: {...detail, scroll}}, []];
  }
  switch (action) {
    case 'lsof':
      return [{...state, mode: {...detail, scroll: 'lsof'}}, []];
    case 'copy':
      return [state, [copyVerify(state, detail.row)]];
    case 'page-lsof':
      return [state, pageLsof(state, detail.row)];
    case 'end-owner':
    case 'close-connection':
      return [detail.closedAt === null ? askToConfirm(state, detail, detail.row, action) : sayClosed(state), []];
    case 'refresh':
      return [state, [{type: 'poll'}, ...(detail.closedAt === null ? inspect(state, detail.row) : [])]];
    case 'next-socket':
      return openNeighbour(state, detail, 1);
    case 'previous-socket':
      return openNeighbour(state, detail, -1);
  }
}

const sayClosed = (state: State): State => ({...state, notice: trusted('it has closed already')});

/** Copies the first command that checks a socket. */
export const copyVerify = ({list}: State, row: AssessedSocket): Effect => ({
  type: 'copy',
  text: verifyCommands(row, list?.snapshot.platform)[0] ?? trusted(''),
});

/** Sockets of saved text cannot be inspected: they are of another time or machine. */
const inspect = ({list}: State, {socket}: AssessedSocket): readonly Effect[] =>
  list?.snapshot.source === 'saved' ? [] : [{type: 'inspect', socket}];

/** What lsof says at length; nothing of saved text, whose sockets are not of this host. */
export const pageLsof = ({list}: State, {socket}: AssessedSocket): readonly Effect[] =>
  list?.snapshot.source === 'saved' ? [] : [{type: 'page-lsof', socket}];

/** Opens the next socket of the list in the same place of the screen, and takes the cursor along. */
function openNeighbour(state: State, detail: Detail, step: 1 | -1): Transition<State> {
  const lines = linesOf(state);
  let index = state.cursor ? lines.indexOf(state.cursor) : -1;
  do index += step;
  while (lines.at(index) && !lines.at(index)?.row);
  const row = lines.at(index)?.row;
  return row ? openDetail(moveTo(state, index), row, detail.scroll === 'lsof' ? 'lsof' : 0) : [state, []];
}

/** Polls of which the rates are kept for the screen. */
const maxRates = 120;

/** Follows the socket through a poll: its new state, its new owner, or that it has gone. */
export function refreshDetail(
  detail: Detail,
  row: AssessedSocket | undefined,
  takenAt: number,
  rates: Rates | null,
): Transition<Detail> {
  if (!row) return [detail.closedAt === null ? {...detail, closedAt: takenAt} : detail, []];
  const changed = row.socket.owner !== detail.row.socket.owner || row.socket.state !== detail.row.socket.state;
  // Over a listener nothing goes.
  const history = rates && row.socket.peer ? [...detail.rates, rates].slice(-maxRates) : detail.rates;
  return [{...detail, row, closedAt: null, rates: history}, changed ? [{type: 'inspect', socket: row.socket}] : []];
}

/** Takes what an inspection found, unless another socket was opened since. */
export function takeInspection(detail: Detail, inspection: Inspection): Detail {
  return inspection.socketKey === detail.key ? {...detail, inspection} : detail;
}

import {trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {verifyCommands} from '../../judge/verify.ts';
import type {Rates} from '../table/track-changes.ts';
import {askLsof} from './ask-lsof.ts';
import {requestConfirmation} from './confirm.ts';
import type {Effect, Transition} from './event.ts';
import {pageFrame} from './frame.ts';
import {linesOf} from './line-index.ts';
import {moveTo, socketOf} from './list-lines.ts';
import type {Detail} from './modes.ts';
import {inspect, openDetail} from './open-detail.ts';
import {requestAcceptance} from './request-acceptance.ts';
import type {ScreenAction} from './screen-action.ts';
import {isMovement, type MeasurePage, scrolled} from './scroll.ts';
import type {State} from './state.ts';

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
      return askLsof(state, detail.row);
    case 'end-owner':
    case 'close-connection':
      return [
        detail.closedAt === null ? requestConfirmation(state, detail, detail.row, action) : noticeClosed(state),
        [],
      ];
    case 'accept':
      return detail.closedAt === null ? requestAcceptance(state, detail, detail.row) : [noticeClosed(state), []];
    case 'refresh':
      return [state, [{type: 'poll'}, ...(detail.closedAt === null ? inspect(state, detail.row) : [])]];
    case 'next-socket':
      return openNeighbour(state, detail, 1);
    case 'previous-socket':
      return openNeighbour(state, detail, -1);
  }
}

const noticeClosed = (state: State): State => ({...state, notice: trusted('it has closed already')});

/** The effect that copies the first command by which the user can check a socket. */
export const copyVerify = ({list}: State, row: AssessedSocket): Effect => ({
  type: 'copy',
  text: verifyCommands(row, list?.snapshot.platform)[0] ?? trusted(''),
});

/** Opens the next or previous socket of the list, and moves the cursor to its row. */
function openNeighbour(state: State, detail: Detail, step: 1 | -1): Transition<State> {
  const lines = linesOf(state);
  const socketAt = (at: number): AssessedSocket | null => {
    const line = lines.at(at);
    return line && socketOf(line);
  };
  let index = state.cursor ? lines.indexOf(state.cursor) : -1;
  do index += step;
  while (lines.at(index) && !socketAt(index));
  const row = socketAt(index);
  return row
    ? openDetail(moveTo(state, index), row, typeof detail.scroll === 'number' ? 0 : detail.scroll)
    : [state, []];
}

/** The number of polls whose rates the detail remembers. */
const maxRates = 120;

/**
 * The detail after a poll that was taken at `takenAt` (milliseconds since the epoch) and found the socket as `row`, or
 * did not find it (undefined). A new owner or state starts an inspection.
 */
export function refreshDetail(
  detail: Detail,
  row: AssessedSocket | undefined,
  takenAt: number,
  rates: Rates | null,
): Transition<Detail> {
  if (!row) return [detail.closedAt === null ? {...detail, closedAt: takenAt} : detail, []];
  const changed = row.socket.owner !== detail.row.socket.owner || row.socket.state !== detail.row.socket.state;
  // A listener transfers no bytes itself.
  const history = rates && row.socket.peer ? [...detail.rates, rates].slice(-maxRates) : detail.rates;
  return [{...detail, row, closedAt: null, rates: history}, changed ? [{type: 'inspect', socket: row.socket}] : []];
}

import {programName} from '../../domain/program.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Effect, Transition} from './event.ts';
import type {ConfirmMode, State} from './state.ts';

/** An action that cannot be undone. It runs only after the user has typed its confirmation word. */
export type DestructiveAction =
  | {
      readonly kind: 'end-owner';
      readonly row: AssessedSocket;
      readonly pid: number;
      readonly name: Clean;
      /** Milliseconds since the epoch. */
      /** Milliseconds since the epoch. */
      readonly startedAt: number;
    }
  | {readonly kind: 'close-connection'; readonly row: AssessedSocket};

/** The word that the user has to type: the pid, or `close`. */
export const confirmationWord = (destructive: DestructiveAction): string =>
  destructive.kind === 'end-owner' ? String(destructive.pid) : 'close';

/** The action that a key starts on a row, or as a text the reason why it is impossible there. */
function destructiveActionOf(
  {list, settings}: State,
  row: AssessedSocket,
  kind: DestructiveAction['kind'],
): DestructiveAction | string {
  const {socket} = row;
  if (list?.snapshot.source === 'saved') return 'these sockets are from saved output';
  if (list?.recentlyClosed.has(row)) return 'it has closed already';
  if (kind === 'close-connection') {
    if (socket.protocol !== 'tcp' || !socket.peer) return 'only a TCP connection can be closed';
    if (socket.state === 'TIME_WAIT') return 'it is closed already: the kernel waits for packets that come late';
    return settings.mayClose === false ? 'closing a connection needs root (CAP_NET_ADMIN)' : {kind, row};
  }
  const [holder, ...others] = socket.owner.known ? socket.owner.value : [];
  if (!holder) return 'its owner is not known';
  if (others.length > 0) return 'several processes hold it: end them by hand';
  const {pid, startedAt} = holder.process;
  if (pid === null || startedAt === null)
    return 'it is not known when its owner started, so the pid may be another process by now';
  if (pid === 1) return 'process 1 cannot be ended';
  return {kind, row, pid, startedAt, name: trusted(programName(holder))};
}

/**
 * Opens the prompt for the confirmation word over the screen `over`; where the action is impossible, a notice gives the
 * reason.
 */
export function requestConfirmation(
  state: State,
  over: ConfirmMode['over'],
  row: AssessedSocket,
  kind: DestructiveAction['kind'],
): State {
  const destructive = destructiveActionOf(state, row, kind);
  return typeof destructive === 'string'
    ? {...state, notice: trusted(destructive)}
    : {...state, mode: {at: 'confirm', destructive, text: '', over}};
}

/**
 * Closes the prompt, with the effect of the action where the typed word is right and with a notice where it is wrong.
 */
export function confirm(state: State, {destructive, text, over}: ConfirmMode): Transition<State> {
  const back: State = {...state, mode: over};
  if (text.trim() !== confirmationWord(destructive))
    return [{...back, notice: trusted('not confirmed: nothing was done')}, []];
  const effect: Effect =
    destructive.kind === 'end-owner'
      ? {type: 'end-owner', pid: destructive.pid, startedAt: destructive.startedAt, name: destructive.name}
      : {type: 'close-connection', socket: destructive.row.socket};
  return [back, [effect]];
}

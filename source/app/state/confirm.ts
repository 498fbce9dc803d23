import type {PlacedBlock} from '../../domain/baseline.ts';
import {programName} from '../../domain/program.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {AcceptancePlan} from '../table/plan-acceptance.ts';
import type {Effect, Transition} from './event.ts';
import type {ConfirmMode} from './modes.ts';
import type {State} from './state.ts';

/** An action on a socket that cannot be undone. */
export type DestructiveAction =
  | {
      readonly kind: 'end-owner';
      readonly row: AssessedSocket;
      readonly pid: number;
      readonly name: Clean;
      /** Milliseconds since the epoch. */
      readonly startedAt: number;
    }
  | {readonly kind: 'close-connection'; readonly row: AssessedSocket};

/** An action that runs only after the user has typed its confirmation word. */
export type ConfirmedAction =
  | DestructiveAction
  | {readonly kind: 'withdraw'; readonly block: PlacedBlock}
  | {readonly kind: 'accept-all'; readonly plan: AcceptancePlan};

/** The word that the user has to type: the pid, `close`, `withdraw`, or the number of blocks to be written. */
export function confirmationWord(confirmed: ConfirmedAction): string {
  switch (confirmed.kind) {
    case 'end-owner':
      return String(confirmed.pid);
    case 'close-connection':
      return 'close';
    case 'withdraw':
      return 'withdraw';
    case 'accept-all':
      return String(confirmed.plan.planned.length);
  }
}

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
  const confirmed = destructiveActionOf(state, row, kind);
  return typeof confirmed === 'string'
    ? {...state, notice: trusted(confirmed)}
    : {...state, mode: {at: 'confirm', confirmed, text: '', over}};
}

/**
 * Closes the prompt, with the effect of the action where the typed word is right and with a notice where it is wrong.
 */
export function confirm(state: State, {confirmed, text, over}: ConfirmMode): Transition<State> {
  const back: State = {...state, mode: over};
  if (text.trim() !== confirmationWord(confirmed))
    return [{...back, notice: trusted('not confirmed: nothing was done')}, []];
  return [back, [effectOf(confirmed)]];
}

function effectOf(confirmed: ConfirmedAction): Effect {
  switch (confirmed.kind) {
    case 'end-owner':
      return {type: 'end-owner', pid: confirmed.pid, startedAt: confirmed.startedAt, name: confirmed.name};
    case 'close-connection':
      return {type: 'close-connection', socket: confirmed.row.socket};
    case 'withdraw':
      return {type: 'withdraw', block: confirmed.block};
    case 'accept-all':
      return {type: 'accept', drafts: confirmed.plan.planned.map(({draft}) => draft)};
  }
}

import {type Clean, own} from '../../domain/text.ts';
import type {Judged} from '../../judge/assess-all.ts';
import {programName} from '../table/cells.ts';
import type {Effect, Step} from './event.ts';
import type {ConfirmMode, State} from './state.ts';

/** Something that cannot be undone, done only once it was typed out. */
export type Deed =
  | {
      readonly kind: 'end-owner';
      readonly row: Judged;
      readonly pid: number;
      readonly name: Clean;
      readonly startedAt: number;
    }
  | {readonly kind: 'close-connection'; readonly row: Judged};

/** What has to be typed. */
export const wordOf = (deed: Deed): string => (deed.kind === 'end-owner' ? String(deed.pid) : 'close');

/** The deed a key asks for, or why there is none to do. */
function deedOf({look, settings}: State, row: Judged, kind: Deed['kind']): Deed | string {
  const {socket} = row;
  if (look?.snapshot.source === 'saved') return 'these sockets are from saved output';
  if (look?.lingering.has(row)) return 'it has closed already';
  if (kind === 'close-connection') {
    if (socket.protocol !== 'tcp' || !socket.peer) return 'only a TCP connection can be closed';
    if (socket.state === 'TIME_WAIT') return 'it is closed already: the kernel waits for packets that come late';
    return settings.mayClose === false ? 'closing a connection needs root (CAP_NET_ADMIN)' : {kind, row};
  }
  const [holder, ...others] = socket.owner.known ? socket.owner.value : [];
  if (!holder) return 'its owner is not known';
  if (others.length > 0) return 'several processes hold it: end them by hand';
  const {pid, startedAt} = holder.process;
  if (startedAt === null) return 'it is not known when its owner started, so the pid may be another process by now';
  if (pid === 1) return 'process 1 cannot be ended';
  return {kind, row, pid, startedAt, name: own(programName(holder))};
}

/** Asks for the word that confirms a deed, over the screen it was asked for on; or says why there is none to do. */
export function askFor(state: State, over: ConfirmMode['over'], row: Judged, kind: Deed['kind']): State {
  const deed = deedOf(state, row, kind);
  return typeof deed === 'string'
    ? {...state, notice: own(deed)}
    : {...state, mode: {at: 'confirm', deed, text: '', over}};
}

/** Enter: does the deed when the word is right, else nothing. */
export function confirm(state: State, {deed, text, over}: ConfirmMode): Step<State> {
  const back: State = {...state, mode: over};
  if (text.trim() !== wordOf(deed)) return [{...back, notice: own('not confirmed: nothing was done')}, []];
  const effect: Effect =
    deed.kind === 'end-owner'
      ? {type: 'end-owner', pid: deed.pid, startedAt: deed.startedAt, name: deed.name}
      : {type: 'close-connection', socket: deed.row.socket};
  return [back, [effect]];
}

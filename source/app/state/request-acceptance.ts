import type {PlacedBlock} from '../../domain/baseline.ts';
import {noEvidence} from '../../domain/evidence.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {draftBlock} from '../../judge/baseline/draft-block.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import {listenerOf} from '../../judge/explain.ts';
import {planAcceptance} from '../table/plan-acceptance.ts';
import type {Transition} from './event.ts';
import type {AcceptMode} from './modes.ts';
import {openDetail} from './open-detail.ts';
import {shownRows} from './shown-rows.ts';
import type {State} from './state.ts';
import {noInput} from './text-input.ts';

/**
 * Opens the prompt for the note with which a socket is accepted; of an accepted one, its detail with the acceptance and
 * the prompt to withdraw it. Of a connection that came in, all of that is about its listener. Where the socket cannot
 * be accepted, a notice gives the reason.
 */
export function requestAcceptance(state: State, over: AcceptMode['over'], row: AssessedSocket): Transition<State> {
  if (state.list?.recentlyClosed.has(row)) return [noticed(state, 'it has closed already'), []];
  const target = (row.direction === 'inbound' ? listenerRowOf(state, row) : null) ?? row;
  const {acceptance} = target;
  if (acceptance?.state === 'accepted' && acceptance.block) {
    return requestWithdrawal(state, over, target, acceptance.block);
  }
  const why = whyNotAccepting(state);
  if (why !== null) return [noticed(state, why), []];
  const drafted = draftBlock(target, evidenceOf(state), {note: trusted(''), now: state.now});
  if ('refusal' in drafted) return [noticed(state, drafted.refusal), []];
  const mode: AcceptMode = {
    at: 'accept',
    ...noInput,
    draft: drafted.draft,
    row: target,
    isListenerOfRow: target !== row,
    needsNote: target.assessment.verdict === 'suspect',
    isNoteMissing: false,
    over,
  };
  return [{...state, mode}, []];
}

/** The row of the listener that a connection came in to; null where it is not there any more. */
function listenerRowOf({list}: State, row: AssessedSocket): AssessedSocket | null {
  const listener = listenerOf(row);
  return (listener && list?.assessed.listenerRows.get(listener.key)) ?? null;
}

/** Shows the acceptance in the detail of its socket, below the prompt that withdraws it. */
function requestWithdrawal(
  state: State,
  over: AcceptMode['over'],
  row: AssessedSocket,
  block: PlacedBlock,
): Transition<State> {
  const isOpen = over.at === 'detail' && over.key === row.socket.key;
  const [opened, effects] = isOpen ? [{...state, mode: over}, []] : openDetail(state, row, 'acceptance');
  if (opened.mode.at !== 'detail') return [opened, effects];
  const detail = {...opened.mode, scroll: 'acceptance' as const};
  const why = whyNotAccepting(state);
  if (why !== null) return [{...opened, mode: detail, notice: why}, effects];
  return [{...opened, mode: {at: 'confirm', confirmed: {kind: 'withdraw', block}, text: '', over: detail}}, effects];
}

/** Closes the prompt for the note and writes the block; without a note that is needed, the prompt stays. */
export function keepNote(state: State, mode: AcceptMode): Transition<State> {
  const text = mode.text.trim();
  if (text === '' && mode.needsNote) return [{...state, mode: {...mode, isNoteMissing: true}}, []];
  const note = text === '' ? null : sanitize(text);
  const draft = {...mode.draft, block: {...mode.draft.block, note}};
  return [{...state, mode: mode.over}, [{type: 'accept', drafts: [draft]}]];
}

/**
 * Opens the prompt for the number of blocks that accept every listener and outbound conversation shown. A notice gives
 * the reason where there are none, or where a suspect socket is shown.
 */
export function requestAcceptAll(state: State): State {
  const why = whyNotAccepting(state);
  if (why !== null || !state.list) return noticed(state, why ?? 'there is no list yet');
  const rows = shownRows(state.list);
  const suspects = rows.filter(row => standingOf(row) === 'suspect').length;
  if (suspects > 0) {
    const words =
      suspects === 1
        ? 'a suspect socket is shown: accept it by itself with a, or filter it away'
        : `${suspects} suspect sockets are shown: accept each by itself with a, or filter them away`;
    return noticed(state, words);
  }
  const plan = planAcceptance(rows, evidenceOf(state), {note: null, now: state.now});
  if (plan.planned.length === 0) {
    const [first] = plan.refused;
    const words = first ? `nothing that is shown can be accepted: ${first.refusal}` : 'nothing shown is left to accept';
    return noticed(state, words);
  }
  return {...state, mode: {at: 'confirm', confirmed: {kind: 'accept-all', plan}, text: '', over: {at: 'list'}}};
}

/** Why no socket can be accepted at all; null where one can. A baseline that cannot be read is not written either. */
function whyNotAccepting({settings, list}: State): Clean | null {
  const unread = list?.snapshot.problems.find(({kind}) => kind === 'baseline');
  return settings.whyNotAccepting ?? unread?.text ?? null;
}

const evidenceOf = ({list}: State) => list?.snapshot.evidence ?? noEvidence;

const noticed = (state: State, text: string): State => ({...state, notice: trusted(text)});

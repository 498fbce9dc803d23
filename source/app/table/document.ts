import type {PlacedBlock} from '../../domain/baseline.ts';
import type {OtherSystem, Snapshot} from '../../domain/snapshot.ts';
import type {Endpoint, Owner} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {listenerOf} from '../../judge/explain.ts';
import {hostNotes} from '../../judge/host-notes.ts';
import {isGuess} from '../../judge/service-guess.ts';
import {verifyCommands} from '../../judge/verify.ts';
import {toAcceptance, toBaseline} from './acceptance-document.ts';
import {extendJudgement, judgementOf, toProcess} from './document-parts.ts';
import {type Published, publishedPairs, type Side} from './published-pairs.ts';
import {countHidden, hiddenNotes, type Summary} from './summary.ts';

/**
 * The document of `--json`, version 1, but for its sockets. Scripts rely on it: fields may be added, but none changes
 * without a new version. `gone`: the blocks of the baseline without a socket.
 */
export function documentHead(snapshot: Snapshot, summary: Summary, gone: readonly PlacedBlock[] = []) {
  const hidden = countHidden(summary);
  const {baseline} = snapshot;
  const {accepted, drifted, new: added} = summary.acceptances;
  return {
    version: 1,
    takenAt: new Date(snapshot.takenAt).toISOString(),
    host: snapshot.host,
    source: snapshot.source,
    coverage: {
      sockets: summary.sockets,
      ownersKnown: summary.ownersKnown,
      ownersHidden: hidden,
      notes: [
        ...hiddenNotes(summary),
        ...snapshot.problems.map(({text}) => text),
        ...hostNotes(snapshot.evidence).map(({text}) => text),
      ],
      localSockets: Object.fromEntries((snapshot.localFamilies ?? []).map(({name, count}) => [name, count])),
    },
    summary: {
      ...summary.verdicts,
      byState: summary.byState,
      exposedListeners: summary.exposedListeners,
      dynamicUdp: summary.dynamicUdp,
      accepted: baseline ? accepted : null,
      drifted: baseline ? drifted : null,
      new: baseline ? added : null,
    },
    baseline: baseline ? toBaseline(baseline, gone) : null,
  };
}

/** A function that writes the rows of a snapshot as its documents have them. */
export function socketsOf({platform, sockets}: Snapshot): (row: AssessedSocket) => SocketDocument {
  const pairsOf = publishedPairs(sockets);
  return row => toSocketDocument(row, platform, pairsOf(row.socket));
}

export type SocketDocument = ReturnType<typeof toSocketDocument>;
export type Document = ReturnType<typeof documentHead> & {readonly sockets: readonly SocketDocument[]};

/**
 * One socket of the document, with its assessment. `platform` is its operating system where that is not Linux;
 * `published` is the other side of a published port.
 */
export function toSocketDocument(row: AssessedSocket, platform?: OtherSystem, published: Published | null = null) {
  const {socket, direction, directionReason, scope, loopback, service, role, formerOwner, acceptance} = row;
  return {
    key: socket.key,
    protocol: socket.protocol,
    family: socket.family,
    state: socket.state,
    local: toEnd(socket.local),
    peer: socket.peer ? toEnd(socket.peer) : null,
    direction,
    directionReason,
    scope,
    loopback,
    service,
    serviceIsGuess: isGuess(row),
    recvQueue: socket.recvQueue,
    sendQueue: socket.sendQueue,
    uid: socket.uid,
    user: socket.user,
    inode: socket.inode,
    tcp: socket.tcp,
    mptcp: socket.mptcp,
    netns: socket.netns,
    owner: toOwner(socket.owner),
    formerOwner: formerOwner && {known: true, processes: formerOwner.value.map(toProcess)},
    role,
    listener: toListener(row),
    published: published && {
      answeredBy: published.answeredBy.map(toReference),
      publishedAs: published.publishedAs.map(toReference),
    },
    acceptance: acceptance && toAcceptance(acceptance),
    assessment: extendJudgement(judgementOf(row), {verify: verifyCommands(row, platform)}),
  };
}

function toListener(row: AssessedSocket) {
  const listener = listenerOf(row);
  return listener && {key: listener.key, verdict: listener.verdict, rule: listener.rule, why: listener.why};
}

const toReference = ({socket: {key, netns}, by}: Side) => ({key, netns, by});

const toEnd = ({address, port, interface: device}: Endpoint) => ({address, port, interface: device});

function toOwner(owner: Owner) {
  return owner.known ? {known: true, processes: owner.value.map(toProcess)} : {known: false, why: owner.why};
}

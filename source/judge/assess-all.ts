import type {Acceptance, Baseline, PlacedBlock} from '../domain/baseline.ts';
import {type Evidence, noEvidence} from '../domain/evidence.ts';
import type {Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import type {Owner, Socket} from '../domain/socket.ts';
import type {Task} from '../domain/task.ts';
import {applyCrossCheck, type CrossChecks, noCrossChecks} from './apply-cross-check.ts';
import {type Assessment, assess} from './assessment.ts';
import {createAccepting} from './baseline/accepting.ts';
import {changedCrossChecks, changedPorts, changedProcesses, isHeldBy, isSameButCounters} from './compare-polls.ts';
import {deriveFacts, type Surroundings} from './derive-facts.ts';
import {evidenceWithin} from './evidence-within.ts';
import {createJudgedListeners} from './judged-listeners.ts';
import {findListeners, isListening, portOf} from './listeners.ts';
import {matchPrevious} from './match-previous.ts';
import {createOpenLookUps, type OpenLookUps} from './open-look-ups.ts';

/** A socket, the facts that follow from it, and its assessment. */
export type AssessedSocket = Facts & {
  readonly assessment: Assessment;
  /** The holders before it began to close; null while it has an owner, and where no holder was seen. */
  readonly formerOwner: Extract<Owner, {readonly known: true}> | null;
  /** null where there is no baseline, and for sockets that it is not about. */
  readonly acceptance: Acceptance | null;
};

/** The differences to the poll before. */
export type Delta = {
  readonly opened: readonly AssessedSocket[];
  readonly changed: readonly (readonly [old: AssessedSocket, row: AssessedSocket])[];
  readonly closed: readonly AssessedSocket[];
};

/** Every socket of a poll with its verdict. */
export type AssessedSnapshot = {
  /** In the order of the poll. */
  readonly rows: readonly AssessedSocket[];
  /** The rows of sockets that listen, by the key of the socket. */
  readonly listenerRows: ReadonlyMap<string, AssessedSocket>;
  /** The addresses listened on, by `portOf`. */
  readonly listening: ReadonlyMap<string, string>;
  /** Ports that were listened on in earlier polls, as keys of `listening`. */
  readonly listenedBefore: ReadonlySet<string>;
  readonly openLookUps: OpenLookUps;
  readonly evidence: Evidence;
  readonly crossChecks: CrossChecks;
  /** null where there is none. */
  readonly baseline: Baseline | null;
  /** Accepted listeners of which there is no socket. */
  readonly gone: readonly PlacedBlock[];
  /** Accepted listeners of which a difference is held back for one poll, as `describeSubject` has them. */
  readonly unsettled: ReadonlySet<string>;
  readonly delta: Delta;
};

export const noChanges: Delta = {opened: [], changed: [], closed: []};
export const nothingAssessed: AssessedSnapshot = {
  rows: [],
  listenerRows: new Map(),
  listening: new Map(),
  listenedBefore: new Set(),
  openLookUps: new Map(),
  evidence: noEvidence,
  crossChecks: noCrossChecks,
  baseline: null,
  gone: [],
  unsettled: new Set(),
  delta: noChanges,
};

/** Sockets assessed, and sockets merely compared, from one step to the next. */
const maxAssessedAtOnce = 500;
const maxComparedAtOnce = 8000;
/** Ports remembered as listened on. */
const maxListenedBefore = 10_000;

/** The parts of a snapshot that verdicts follow from. */
type Assessable = Pick<Snapshot, 'sockets' | 'takenAt' | 'evidence' | 'source' | 'baseline' | 'namespaces'>;

/**
 * Assesses every socket of a poll, in steps: first the sockets that listen, since they decide about connections. A
 * socket that is the very object of the poll before keeps its row, unless the listeners on its local port or their
 * verdicts changed (its direction follows from them, and no rule asks for other ports) or evidence of a process that
 * holds it or a cross-check of it came in. Linear in the sockets; assessing is linear in the changes.
 */
export function* assessAll(
  {sockets, takenAt, evidence = noEvidence, source, baseline, namespaces}: Assessable,
  nameOf: ServiceNames,
  before: AssessedSnapshot,
  crossChecks: CrossChecks = noCrossChecks,
): Task<AssessedSnapshot> {
  const listeners = findListeners(sockets);
  const moved = changedPorts(before.listening, listeners.byPort);
  const news = changedProcesses(before.evidence, evidence);
  const rechecked = changedCrossChecks(before.crossChecks, crossChecks);
  const isHostNew = before.evidence.host !== evidence.host;
  const listenedBefore = remember(before, listeners.byPort);
  const wasListening = (socket: Socket): boolean => listenedBefore.has(portOf(socket));
  // A host without a listener is rare, a text that leaves listeners out is not.
  const showsListeners = (protocol: string): boolean => source !== 'saved' || listeners.has(protocol);
  const judged = createJudgedListeners(listeners);
  const surroundingsOf = ({netns}: Socket, old: AssessedSocket | undefined): Surroundings => {
    const within = evidenceWithin(evidence, netns);
    const {ephemeralPorts} = within.host;
    return {
      earlier: old ?? null,
      evidence: within,
      evidenceBefore: before.evidence,
      wasListening,
      listenersOf: judged.of,
      clientPorts: ephemeralPorts.known ? ephemeralPorts.value : null,
      showsListeners,
    };
  };
  const lookUps = createOpenLookUps(before.openLookUps, takenAt);
  const isAsBefore = (socket: Socket): boolean =>
    !isHostNew &&
    !(moved.size > 0 && moved.has(portOf(socket))) &&
    !(news.size > 0 && isHeldBy(news, socket.owner)) &&
    !(rechecked.size > 0 && rechecked.has(socket.key));
  const rowOf = (socket: Socket, old: AssessedSocket | undefined): AssessedSocket => {
    const minutes = lookUps.minutesOf(socket);
    const isSame = old !== undefined && isAsBefore(socket) && minutes === lookUps.minutesBefore(socket);
    if (isSame && old.socket === socket) return old;
    if (isSame && isSameButCounters(old.socket, socket)) return {...old, socket};
    const facts = deriveFacts(socket, listeners, nameOf, surroundingsOf(socket, old));
    return applyCrossCheck(assessOne(facts, evidence, old, minutes), crossChecks);
  };
  const accepting = createAccepting({baseline, takenAt}, before, evidence);
  let since = 0;
  const listening: AssessedSocket[] = [];
  for (const socket of listeners.sockets) {
    const old = before.listenerRows.get(socket.key);
    const row = rowOf(socket, old);
    listening.push(row);
    if (row !== old && ++since % maxAssessedAtOnce === 0) yield;
  }
  const listenerRows = new Map<string, AssessedSocket>();
  for (const row of accepting.listeners(listening)) {
    const old = before.listenerRows.get(row.socket.key);
    listenerRows.set(row.socket.key, row);
    judged.add(row);
    if (row.assessment !== old?.assessment || row.acceptance !== old.acceptance) moved.add(portOf(row.socket));
  }
  const previous = matchPrevious(before.rows);
  const opened: AssessedSocket[] = [];
  const changed: (readonly [AssessedSocket, AssessedSocket])[] = [];
  const rows = new Array<AssessedSocket>(sockets.length);
  /** Assesses the sockets from an index on until so many were compared, or changed; returns the next index. */
  const assessFrom = (start: number): number => {
    let left = maxAssessedAtOnce;
    let index = start;
    const end = Math.min(start + maxComparedAtOnce, sockets.length);
    for (; index < end && left > 0; index++) {
      const socket = sockets[index] as Socket;
      const old = previous.of(socket);
      const row =
        (isListening(socket) ? listenerRows.get(socket.key) : undefined) ?? accepting.other(rowOf(socket, old), old);
      rows[index] = row;
      if (row === old) continue;
      left--;
      if (old) changed.push([old, row]);
      else opened.push(row);
    }
    return index;
  };
  for (let index = 0; index < sockets.length; index = assessFrom(index)) yield;
  const isComplete = before.rows.length + opened.length === rows.length;
  const closed = isComplete ? [] : previous.others();
  return {
    rows,
    listenerRows,
    listening: listeners.byPort,
    listenedBefore,
    openLookUps: lookUps.current(),
    evidence,
    crossChecks,
    baseline: baseline ?? null,
    gone: accepting.gone(rows, namespaces),
    unsettled: accepting.unsettled(),
    delta: {opened, changed, closed},
  };
}

/**
 * A connection that closes has no owner left in the kernel: it keeps the verdict and the owner that it had when open.
 */
function assessOne(
  facts: Facts,
  evidence: Evidence,
  old: AssessedSocket | undefined,
  openMinutes: number | null,
): AssessedSocket {
  const {owner} = facts.socket;
  const isClosing = !owner.known && owner.why === 'closing';
  const formerOwner = old && isClosing ? (old.socket.owner.known ? old.socket.owner : old.formerOwner) : null;
  // Field by field: a spread leaves no room for the field that is added, and each row would take another array for it.
  return {
    socket: facts.socket,
    direction: facts.direction,
    directionReason: facts.directionReason,
    scope: facts.scope,
    loopback: facts.loopback,
    peerLoopback: facts.peerLoopback,
    servicePort: facts.servicePort,
    service: facts.service,
    role: facts.role,
    isDynamic: facts.isDynamic,
    listenerOwners: facts.listenerOwners,
    listenerEvidence: facts.listenerEvidence,
    cameInTo: facts.cameInTo,
    dualStack: facts.dualStack,
    assessment: formerOwner !== null && old ? old.assessment : assess(facts, evidence, openMinutes),
    formerOwner,
    acceptance: formerOwner !== null && old ? old.acceptance : null,
  };
}

/** The ports listened on in any poll so far, at most `maxListenedBefore`; the oldest are forgotten. */
function remember(
  {listening, listenedBefore}: AssessedSnapshot,
  now: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const gone = [...listening.keys()].filter(port => !now.has(port) && !listenedBefore.has(port));
  if (gone.length === 0) return listenedBefore;
  return new Set([...listenedBefore, ...gone].slice(-maxListenedBefore));
}

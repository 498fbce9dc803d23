import {type Evidence, noEvidence} from '../domain/evidence.ts';
import type {Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import type {Owner, Process, Socket} from '../domain/socket.ts';
import type {Task} from '../domain/task.ts';
import {applyCrossCheck, type CrossChecks, noCrossChecks} from './apply-cross-check.ts';
import {type Assessment, assess} from './assessment.ts';
import {deriveFacts, type Surroundings} from './derive-facts.ts';
import {evidenceWithin} from './evidence-within.ts';
import {findListeners, portOf} from './listeners.ts';
import {matchPrevious} from './match-previous.ts';
import {createOpenLookUps, type OpenLookUps} from './open-look-ups.ts';

/** A socket, the facts that follow from it, and its assessment. */
export type AssessedSocket = Facts & {
  readonly assessment: Assessment;
  /** The holders before it began to close; null while it has an owner, and where no holder was seen. */
  readonly formerOwner: Extract<Owner, {readonly known: true}> | null;
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
  /** The addresses listened on, by `portOf`. */
  readonly listening: ReadonlyMap<string, string>;
  /** Ports that were listened on in earlier polls, as keys of `listening`. */
  readonly listenedBefore: ReadonlySet<string>;
  readonly openLookUps: OpenLookUps;
  readonly evidence: Evidence;
  readonly crossChecks: CrossChecks;
  readonly delta: Delta;
};

export const noChanges: Delta = {opened: [], changed: [], closed: []};
export const nothingAssessed: AssessedSnapshot = {
  rows: [],
  listening: new Map(),
  listenedBefore: new Set(),
  openLookUps: new Map(),
  evidence: noEvidence,
  crossChecks: noCrossChecks,
  delta: noChanges,
};

/** Sockets assessed, and sockets merely compared, from one step to the next. */
const maxAssessedAtOnce = 500;
const maxComparedAtOnce = 8000;
/** Ports remembered as listened on. */
const maxListenedBefore = 10_000;

/**
 * Assesses every socket of a poll, in steps. A socket that is the very object of the poll before keeps its row, unless
 * the listeners on its local port changed (its direction follows from them, and no rule asks for other ports) or
 * evidence of a process that holds it or a cross-check of it came in. Linear in the sockets; assessing is linear in the
 * changes.
 */
export function* assessAll(
  {sockets, takenAt, evidence = noEvidence, source}: Pick<Snapshot, 'sockets' | 'takenAt' | 'evidence' | 'source'>,
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
  const surroundingsOf = ({netns}: Socket, old: AssessedSocket | undefined): Surroundings => {
    const within = evidenceWithin(evidence, netns);
    const {ephemeralPorts} = within.host;
    return {
      earlier: old ?? null,
      evidence: within,
      evidenceBefore: before.evidence,
      wasListening,
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
  const previous = matchPrevious(before.rows);
  const opened: AssessedSocket[] = [];
  const changed: (readonly [AssessedSocket, AssessedSocket])[] = [];
  const rows = new Array<AssessedSocket>(sockets.length);
  let since = 0;
  // An index, since iterators cost more than the comparison.
  for (let index = 0; index < sockets.length; index++) {
    if (index % maxComparedAtOnce === 0) yield;
    const socket = sockets[index] as Socket;
    const old = previous.of(socket);
    const minutes = lookUps.minutesOf(socket);
    const isSame = old !== undefined && isAsBefore(socket) && minutes === lookUps.minutesBefore(socket);
    if (isSame && old.socket === socket) {
      rows[index] = old;
      continue;
    }
    const row =
      isSame && isSameButCounters(old.socket, socket)
        ? {...old, socket}
        : applyCrossCheck(
            assessOne(deriveFacts(socket, listeners, nameOf, surroundingsOf(socket, old)), evidence, old, minutes),
            crossChecks,
          );
    rows[index] = row;
    if (old) changed.push([old, row]);
    else opened.push(row);
    if (++since % maxAssessedAtOnce === 0) yield;
  }
  const isComplete = before.rows.length + opened.length === rows.length;
  const closed = isComplete ? [] : previous.others();
  return {
    rows,
    listening: listeners.byPort,
    listenedBefore,
    openLookUps: lookUps.current(),
    evidence,
    crossChecks,
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
    dualStack: facts.dualStack,
    assessment: formerOwner !== null && old ? old.assessment : assess(facts, evidence, openMinutes),
    formerOwner,
  };
}

/** Processes of which other evidence is known than in the poll before. */
function changedProcesses(before: Evidence, {processes}: Evidence): ReadonlySet<Process> {
  const news = new Set<Process>();
  if (before.processes === processes) return news;
  for (const [process, evidence] of processes) if (before.processes.get(process) !== evidence) news.add(process);
  return news;
}

/** Keys of sockets with another cross-check than in the poll before. */
function changedCrossChecks(before: CrossChecks, after: CrossChecks): ReadonlySet<string> {
  const keys = new Set<string>();
  if (before === after) return keys;
  for (const [key, crossCheck] of after) if (before.get(key) !== crossCheck) keys.add(key);
  return keys;
}

const isHeldBy = (processes: ReadonlySet<Process>, owner: Owner): boolean =>
  owner.known && owner.value.some(({process}) => processes.has(process));

/** The ports listened on in any poll so far, at most `maxListenedBefore`; the oldest are forgotten. */
function remember(
  {listening, listenedBefore}: AssessedSnapshot,
  now: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const gone = [...listening.keys()].filter(port => !now.has(port) && !listenedBefore.has(port));
  if (gone.length === 0) return listenedBefore;
  return new Set([...listenedBefore, ...gone].slice(-maxListenedBefore));
}

/** Whether nothing that a rule or a check asks for differs: queues and traffic are shown, not assessed. */
const isSameButCounters = (old: Socket, now: Socket): boolean =>
  old.state === now.state &&
  old.owner === now.owner &&
  old.local === now.local &&
  old.peer === now.peer &&
  old.netns === now.netns &&
  old.inode === now.inode &&
  old.uid === now.uid &&
  old.v6only === now.v6only;

function changedPorts(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ReadonlySet<string> {
  const ports = new Set<string>();
  for (const [port, addresses] of after) if (before.get(port) !== addresses) ports.add(port);
  for (const port of before.keys()) if (!after.has(port)) ports.add(port);
  return ports;
}

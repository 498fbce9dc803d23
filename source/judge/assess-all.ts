import type {Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Socket} from '../domain/socket.ts';
import type {Task} from '../domain/task.ts';
import {type Assessment, assess} from './assessment.ts';
import {deriveFacts} from './derive-facts.ts';
import {findListeners, portOf} from './listeners.ts';
import {matchPrevious} from './match-previous.ts';

/** A socket, what follows from it, and what the rules say of it. */
export type AssessedSocket = Facts & {readonly assessment: Assessment};

/** What is not the same as in the assessment before. */
export type Delta = {
  readonly opened: readonly AssessedSocket[];
  readonly changed: readonly (readonly [old: AssessedSocket, row: AssessedSocket])[];
  readonly closed: readonly AssessedSocket[];
};

/** Every socket of a poll, assessed. */
export type AssessedSnapshot = {
  /** In the order of the poll. */
  readonly rows: readonly AssessedSocket[];
  /** The addresses this host listens on, by protocol and port. */
  readonly listening: ReadonlyMap<string, string>;
  readonly delta: Delta;
};

/** Of a poll in which nothing changed. */
export const noChanges: Delta = {opened: [], changed: [], closed: []};
export const nothingAssessed: AssessedSnapshot = {rows: [], listening: new Map(), delta: noChanges};

/** Sockets assessed, and sockets merely looked at, from one step to the next. */
const maxAssessedAtOnce = 500;
const maxComparedAtOnce = 8000;

/**
 * Assesses every socket of a poll, in steps. A socket that is the very object of the poll before keeps its row, unless the
 * listeners on its local port changed: its direction follows from those, and of other ports no rule may ask.
 */
export function* assessAll(
  sockets: readonly Socket[],
  nameOf: ServiceNames,
  before: AssessedSnapshot,
): Task<AssessedSnapshot> {
  const listeners = findListeners(sockets);
  const moved = changedPorts(before.listening, listeners.byPort);
  const earlier = matchPrevious(before.rows);
  const opened: AssessedSocket[] = [];
  const changed: (readonly [AssessedSocket, AssessedSocket])[] = [];
  const rows = new Array<AssessedSocket>(sockets.length);
  let since = 0;
  // An index, since iterators cost more than the comparison.
  for (let index = 0; index < sockets.length; index++) {
    if (index % maxComparedAtOnce === 0) yield;
    const socket = sockets[index] as Socket;
    const old = earlier.of(socket);
    if (old?.socket === socket && !(moved.size > 0 && moved.has(portOf(socket)))) {
      rows[index] = old;
      continue;
    }
    const row =
      old && isSameButCounters(old.socket, socket) && moved.size === 0
        ? {...old, socket}
        : assessOne(deriveFacts(socket, listeners, nameOf));
    rows[index] = row;
    if (old) changed.push([old, row]);
    else opened.push(row);
    if (++since % maxAssessedAtOnce === 0) yield;
  }
  const isComplete = before.rows.length + opened.length === rows.length;
  const closed = isComplete ? [] : earlier.others();
  return {rows, listening: listeners.byPort, delta: {opened, changed, closed}};
}

// Field by field: a spread leaves no room for the field that is added, and each row would take another array for it.
const assessOne = (facts: Facts): AssessedSocket => ({
  socket: facts.socket,
  direction: facts.direction,
  scope: facts.scope,
  loopback: facts.loopback,
  peerLoopback: facts.peerLoopback,
  servicePort: facts.servicePort,
  service: facts.service,
  listenerOwners: facts.listenerOwners,
  dualStack: facts.dualStack,
  assessment: assess(facts),
});

/** Whether nothing that a rule or a check asks for differs: queues and traffic are shown, not assessed. */
const isSameButCounters = (old: Socket, now: Socket): boolean =>
  old.state === now.state &&
  old.owner === now.owner &&
  old.local === now.local &&
  old.peer === now.peer &&
  old.inode === now.inode &&
  old.uid === now.uid &&
  old.v6only === now.v6only;

function changedPorts(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ReadonlySet<string> {
  const ports = new Set<string>();
  for (const [port, addresses] of after) if (before.get(port) !== addresses) ports.add(port);
  for (const port of before.keys()) if (!after.has(port)) ports.add(port);
  return ports;
}

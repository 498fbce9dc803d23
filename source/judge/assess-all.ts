import type {Facts} from '../domain/facts.ts';
import type {ServiceNames} from '../domain/services/names.ts';
import type {Socket} from '../domain/socket.ts';
import {finish, type Steps} from '../domain/task.ts';
import {type Assessment, assess} from './assessment.ts';
import {factsOf} from './derive-facts.ts';
import {findListeners, portOf} from './listeners.ts';
import {findEarlier} from './match-previous.ts';

/** A socket, what follows from it, and what the rules say of it. */
export type Judged = Facts & {readonly assessment: Assessment};

/** What is not the same as in the judgement before. */
export type Delta = {
  readonly opened: readonly Judged[];
  readonly changed: readonly (readonly [old: Judged, row: Judged])[];
  readonly closed: readonly Judged[];
};

/** Every socket of a look, judged. */
export type Judgement = {
  /** In the order of the look. */
  readonly rows: readonly Judged[];
  /** The addresses this host listens on, by protocol and port. */
  readonly listening: ReadonlyMap<string, string>;
  readonly delta: Delta;
};

/** Of a look in which nothing changed. */
export const nothing: Delta = {opened: [], changed: [], closed: []};
export const noJudgement: Judgement = {rows: [], listening: new Map(), delta: nothing};

/** Sockets judged, and sockets merely looked at, from one step to the next. */
const judgedAtOnce = 500;
const seenAtOnce = 8000;

/** Judges every socket of a look; see `judging`. */
export function judge(sockets: readonly Socket[], nameOf: ServiceNames, before: Judgement = noJudgement): Judgement {
  return finish(judging(sockets, nameOf, before));
}

/**
 * Judges every socket of a look, in steps. A socket that is the very object of the look before keeps its row, unless the
 * listeners on its local port changed: its direction follows from those, and of other ports no rule may ask.
 */
export function* judging(sockets: readonly Socket[], nameOf: ServiceNames, before: Judgement): Steps<Judgement> {
  const listeners = findListeners(sockets);
  const moved = changedPorts(before.listening, listeners.byPort);
  const earlier = findEarlier(before.rows);
  const opened: Judged[] = [];
  const changed: (readonly [Judged, Judged])[] = [];
  const rows = new Array<Judged>(sockets.length);
  let since = 0;
  // An index, since iterators cost more than the comparison.
  for (let index = 0; index < sockets.length; index++) {
    if (index % seenAtOnce === 0) yield;
    const socket = sockets[index] as Socket;
    const old = earlier.of(socket);
    if (old?.socket === socket && !(moved.size > 0 && moved.has(portOf(socket)))) {
      rows[index] = old;
      continue;
    }
    const row =
      old && isSameButCounters(old.socket, socket) && moved.size === 0
        ? {...old, socket}
        : judgeOne(factsOf(socket, listeners, nameOf));
    rows[index] = row;
    if (old) changed.push([old, row]);
    else opened.push(row);
    if (++since % judgedAtOnce === 0) yield;
  }
  const isComplete = before.rows.length + opened.length === rows.length;
  const closed = isComplete ? [] : earlier.others();
  return {rows, listening: listeners.byPort, delta: {opened, changed, closed}};
}

// Field by field: a spread leaves no room for the field that is added, and each row would take another array for it.
const judgeOne = (facts: Facts): Judged => ({
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

/** Whether nothing that a rule or a check asks for differs: queues and traffic are shown, not judged. */
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

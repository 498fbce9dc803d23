import type {Block, Draft, ListenerBlock, PlacedBlock} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import {processLabel} from '../../domain/program.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../assess-all.ts';
import {permissions} from '../checks/place.ts';
import {evidenceWithin} from '../evidence-within.ts';
import {listenerOf} from '../explain.ts';
import {isConversationRow, isListenerRow, isOnClientPort, isTransient} from './accepted-kinds.ts';
import {placeOf} from './block-place.ts';
import {ownerOf} from './compare-owner.ts';
import {reachOf} from './reach.ts';
import {executableOf, type SeenOwner, scriptOf, userOf} from './seen-owner.ts';

/** The note of an acceptance, and its time in milliseconds since the epoch. */
export type Occasion = {readonly note: Clean | null; readonly now: number};

/** A block to be written, or why there can be none. */
export type Drafted = {readonly draft: Draft} | {readonly refusal: Clean};

/**
 * The block that accepts a socket as it is now: every fact that can be seen is expected from then on. A socket that
 * drifted gets a block in place of its own. Refused: sockets that no block is about, programs that others could change,
 * and a suspect socket without a note.
 */
export function draftBlock(row: AssessedSocket, read: Evidence, occasion: Occasion): Drafted {
  const evidence = evidenceWithin(read, row.socket.netns);
  const refusal = refusalOf(row, evidence, occasion.note);
  if (refusal !== null) return {refusal: sanitize(refusal)};
  const hashed = isListenerRow(row) ? hashedOf(ownerOf(row, evidence)) : null;
  return {draft: {block: blockAsSeen(row, read, occasion), hashed, replaces: replacedBy(row)}};
}

/** The block that has every fact of a listener or a conversation that can be seen now. */
export function blockAsSeen(row: AssessedSocket, read: Evidence, {note, now}: Occasion): Block {
  const evidence = evidenceWithin(read, row.socket.netns);
  const owner = ownerOf(row, evidence);
  const facts = {
    ...placeOf(row.socket),
    exe: owner && executableOf(owner.main),
    script: owner && scriptOf(owner.evidence),
    user: owner && userOf(owner.main),
    failed: failedIn(row),
    accepted: trusted(`${new Date(now).toISOString().slice(0, 19)}Z`),
    note,
  };
  return isListenerRow(row)
    ? listenerBlock(row, owner, evidence, facts)
    : {...facts, kind: 'conversation', proto: row.socket.protocol, peerPort: row.socket.peer?.port ?? 0, peer: null};
}

type Facts = Omit<
  ListenerBlock,
  'kind' | 'proto' | 'port' | 'reach' | 'unit' | 'package' | 'image' | 'sha256' | 'exeSha256'
>;

function listenerBlock(row: AssessedSocket, owner: SeenOwner | null, evidence: Evidence, facts: Facts): ListenerBlock {
  const {protocol, local} = row.socket;
  const {ephemeralPorts} = evidence.host;
  const packaged = isManagerAlone(owner) ? null : owner?.evidence.package;
  return {
    ...facts,
    kind: 'listener',
    proto: protocol,
    port: isTransient(row, ephemeralPorts.known ? ephemeralPorts.value : null) ? 'ephemeral' : local.port,
    reach: reachOf(row),
    unit: owner?.units[0] ?? null,
    package: packaged?.known ? (packaged.value?.name ?? null) : null,
    image: owner?.main.container?.image ?? null,
    sha256: null,
    exeSha256: null,
  };
}

/** Whether systemd stands for the program of its unit, whose package and file are not known yet. */
const isManagerAlone = (owner: SeenOwner | null): boolean => owner !== null && owner.main === owner.manager;

/** The process whose file is hashed. */
function hashedOf(owner: SeenOwner | null): Draft['hashed'] {
  if (!owner || isManagerAlone(owner)) return null;
  const {pid, startedAt, executable} = owner.main;
  const {code} = owner.evidence;
  const script = code.known && code.value.kind === 'file' ? code.value.path : null;
  return pid === null || startedAt === null || !executable.known ? null : {pid, startedAt, script};
}

const replacedBy = ({acceptance}: AssessedSocket): PlacedBlock | null =>
  acceptance?.state === 'drifted' ? acceptance.block : null;

const failedIn = ({assessment: {checks, beforeBaseline}}: AssessedSocket): readonly Clean[] =>
  (beforeBaseline?.checks ?? checks)
    .filter(({id, result}) => result === 'fail' && id !== 'cross-check')
    .map(({id}) => trusted(id));

/** Why a socket cannot be accepted, in words for the user; null where it can. */
function refusalOf(row: AssessedSocket, evidence: Evidence, note: Clean | null): string | null {
  const {socket, acceptance, assessment, direction} = row;
  if (acceptance?.state === 'accepted') return 'it is accepted already';
  if (direction === 'inbound') return inboundRefusal(row);
  if (!isListenerRow(row) && !isConversationRow(row)) return 'only listeners and connections of this host are accepted';
  if (!socket.owner.known && socket.owner.why === 'pending') return 'its owner is still looked up';
  const owner = ownerOf(row, evidence);
  if (isConversationRow(row) && !owner) {
    const why = socket.owner.known ? 'not-collected' : socket.owner.why;
    return `a connection is accepted by its program, and the owner ${whyUnknownWords[why].long}`;
  }
  if (isOnlyByOwner(row, evidence) && (!owner || executableOf(owner.main) === null)) {
    return 'on a port of clients a listener is accepted by its program, which could not be seen';
  }
  const open = owner && writableProgram(owner);
  if (open) return open;
  const isSuspect = assessment.verdict === 'suspect';
  return isSuspect && note === null ? `a suspect socket is accepted with a note: ${assessment.why}` : null;
}

const inboundRefusal = (row: AssessedSocket): string =>
  listenerOf(row) ? 'accept its listener: what comes in to it is accepted with it' : 'its listener is not known';

/** Whether the block for a listener is found by its program alone, not by its port. */
const isOnlyByOwner = (row: AssessedSocket, {host: {ephemeralPorts}}: Evidence): boolean => {
  const clientPorts = ephemeralPorts.known ? ephemeralPorts.value : null;
  return isOnClientPort(row, clientPorts) && isTransient(row, clientPorts);
};

/** Why the program, or its script, cannot be relied on: others may change it. */
function writableProgram({main, evidence: {code}}: SeenOwner): string | null {
  const {executable} = main;
  const files = [
    executable.known ? {path: executable.value.path, file: executable.value.file} : null,
    code.known && code.value.kind === 'file' ? code.value : null,
  ].filter(file => file !== null);
  for (const {path, file} of files) {
    if (!file.known) continue;
    const {mode, writableByAll, uid} = file.value;
    if (writableByAll !== null) return `not accepted: everybody may write ${writableByAll}`;
    const isOthers = uid !== 0 && uid !== main.uid;
    if (isOthers)
      return `not accepted: ${path} belongs to another user than ${processLabel(main)} (${permissions(file.value)})`;
    // Users have groups of their own; a group that may write a file of root is another one.
    if (uid === 0 && (mode & 0o020) !== 0)
      return `not accepted: a group may write ${path} (${permissions(file.value)})`;
  }
  return null;
}

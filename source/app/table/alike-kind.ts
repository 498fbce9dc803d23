import type {Acceptance} from '../../domain/baseline.ts';
import type {Container, Owner, Process} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Assessment} from '../../judge/assessment.ts';

/**
 * Alike sockets agree in everything that a line shows or that a verdict rests on, except the peer's address, the port
 * that one end was given for this socket, the pid, and counters. IPv4 and IPv6 are apart, since PROT shows them apart.
 */

/** The kind of a socket, as a text: alike sockets have the same. */
export function kindOf(row: AssessedSocket): string {
  const {socket, direction, assessment, acceptance, role} = row;
  const {local, peer, owner} = socket;
  const isLocal = isServiceLocal(row);
  return [
    socket.state,
    socket.protocol,
    socket.family,
    direction,
    local.address,
    local.interface,
    isLocal && !row.isDynamic ? local.port : '*',
    peer === null ? '' : isLocal ? 'from *' : `to ${peer.port}`,
    socket.uid,
    socket.netns?.inode,
    socket.mptcp,
    kindOfAssessment(assessment),
    kindOfAcceptance(acceptance),
    role,
    owner.known ? owner.value.map(({process}) => kindOfProcess(process)).join('\n') : owner.why,
  ].join('\n');
}

/** Whether the port of the service is the local one. The other end's port was given to a client, and may differ. */
export const isServiceLocal = ({socket: {local, peer}, direction, servicePort}: AssessedSocket): boolean =>
  peer === null || (direction === 'outbound' ? servicePort !== peer.port : servicePort === local.port);

/**
 * Whether two sockets are certainly of one kind, by objects that sockets of one process share. Many a row follows
 * another one of its kind, and this is a tenth of the work of `kindOf`. False proves nothing.
 */
export function isClearlyAlike(a: AssessedSocket, b: AssessedSocket): boolean {
  const [one, other] = [a.socket, b.socket];
  return (
    a.assessment === b.assessment &&
    isSameAcceptance(a.acceptance, b.acceptance) &&
    a.direction === b.direction &&
    a.role === b.role &&
    one.state === other.state &&
    one.protocol === other.protocol &&
    one.family === other.family &&
    one.uid === other.uid &&
    one.netns === other.netns &&
    one.mptcp === other.mptcp &&
    one.local.interface === other.local.interface &&
    one.local.address === other.local.address &&
    hasSameService(a, b) &&
    hasSameHolders(one.owner, other.owner)
  );
}

function hasSameService(a: AssessedSocket, b: AssessedSocket): boolean {
  const [one, other] = [a.socket, b.socket];
  if ((one.peer === null) !== (other.peer === null)) return false;
  if (a.isDynamic || b.isDynamic) return a.isDynamic && b.isDynamic;
  return a.servicePort === b.servicePort && isServiceLocal(a) === isServiceLocal(b);
}

/**
 * The kind of a socket without a peer, so narrow that two of one kind show the same in every column: they wait at the
 * same address and port for the same processes (SO_REUSEPORT, socket(7)). named(8) has one for each thread.
 */
export const doubleKindOf = (row: AssessedSocket): string =>
  [kindOf(row), row.socket.local.port, ...pidsOf(row.socket.owner)].join('\n');

const pidsOf = (owner: Owner): readonly (number | null)[] =>
  owner.known ? owner.value.map(({process}) => process.pid) : [];

/** Whether two sockets of one kind show the same in every column. */
export const isDouble = ({socket: a}: AssessedSocket, {socket: b}: AssessedSocket): boolean =>
  a.peer === null && b.peer === null && a.local.port === b.local.port && hasSameHolders(a.owner, b.owner);

const hasSameHolders = (a: Owner, b: Owner): boolean =>
  a === b ||
  (a.known &&
    b.known &&
    a.value.length === b.value.length &&
    a.value.every(({process}, index) => process === b.value[index]?.process));

// Module-level caches: the processes and assessments of a host are far fewer than its sockets.
const kindsOfProcesses = new WeakMap<Process, string>();
const kindsOfAssessments = new WeakMap<Assessment, string>();

/** The program, and whom it runs for; not the process. */
const kindOfProcess = (process: Process): string =>
  cached(kindsOfProcesses, process, ({executable, name, uid, unit, unitManager, container, publishes}) => {
    const program = executable.known
      ? [executable.value.path, executable.value.alias, executable.value.state]
      : [executable.why, name];
    return [...program, uid, unit, unitManager, nameOf(container), nameOf(publishes)].join('\t');
  });

const nameOf = (container: Container | null): string =>
  container === null ? '' : `${container.runtime} ${container.id}`;

/** How it stands to the baseline, and to which block. */
const kindOfAcceptance = (acceptance: Acceptance | null): string =>
  acceptance === null ? '' : `${acceptance.state} ${acceptance.isInbound} ${acceptance.block?.lines.first}`;

const isSameAcceptance = (a: Acceptance | null, b: Acceptance | null): boolean =>
  a === b || (a !== null && b !== null && a.state === b.state && a.isInbound === b.isInbound && a.block === b.block);

/** Verdict, rule, reason, and the checks that failed. */
const kindOfAssessment = (assessment: Assessment): string =>
  cached(kindsOfAssessments, assessment, ({verdict, rule, why, checks}) => {
    const failed = checks.filter(({result}) => result === 'fail').map(({id}) => id);
    return [verdict, rule.id, why, ...failed].join('\t');
  });

function cached<Key extends object>(kinds: WeakMap<Key, string>, key: Key, read: (key: Key) => string): string {
  let kind = kinds.get(key);
  if (kind === undefined) {
    kind = read(key);
    kinds.set(key, kind);
  }
  return kind;
}

import type {Block} from '../../domain/baseline.ts';
import {type Evidence, evidenceOf, type ProcessEvidence} from '../../domain/evidence.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {baseName} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../assess-all.ts';
import {asExpected, type Compared, drifted, notSeen} from './difference.ts';
import {executableOf, isSameUnit, type SeenOwner, scriptOf, seenOwnerOf, stableUnitOf, userOf} from './seen-owner.ts';

/** Reasons for which it is certain that no process holds a socket. */
const ownerless: ReadonlySet<WhyUnknown> = new Set(['kernel', 'no-process']);

type Row = Pick<AssessedSocket, 'socket'>;

/** The owner of a row; null where it is not known. */
export const ownerOf = ({socket}: Row, evidence: Evidence): SeenOwner | null =>
  socket.owner.known ? seenOwnerOf(socket, socket.owner.value, evidence) : null;

/** Compares executable, script and user. `unit`: of a listener, for a socket that systemd holds for its unit. */
export function compareOwner(
  block: Pick<Block, 'exe' | 'script' | 'user'>,
  unit: Clean | null,
  row: Row,
  evidence: Evidence,
): Compared {
  const {owner} = row.socket;
  if (block.exe === null && block.script === null && block.user === null) {
    return owner.known || ownerless.has(owner.why) ? asExpected : notSeen('owner', owner.why);
  }
  if (!owner.known) {
    return ownerless.has(owner.why)
      ? ownerDrift(block, trusted(whyUnknownWords[owner.why].short))
      : notSeen('owner', owner.why);
  }
  const seen = seenOwnerOf(row.socket, owner.value, evidence);
  if (!seen) return notSeen('owner', 'not-collected');
  const main = compareActivated(block, unit, seen) ?? compareProcess(block, seen.main, seen);
  if (main.drift.length > 0) return isPartlySeen(row, seen, evidence) ? notSeen('owner', 'needs-root') : main;
  const stranger = seen.others.find(other => !belongsTo(other, seen, evidence));
  if (!stranger) return main;
  const code = scriptOf(evidenceOf(evidence, stranger));
  return ownerDrift(block, sanitize(`also ${describe(stranger, code)}`));
}

/** Whether the process that made the socket may be one of another user, which cannot be read: a master of workers. */
const isPartlySeen = ({socket}: Row, {main}: SeenOwner, {host}: Evidence): boolean =>
  !host.seesAllUsers && socket.uid !== null && socket.uid !== main.uid;

/**
 * The owner of a socket that systemd opened for a unit; null where systemd explains nothing. systemd holds it alone
 * until it starts the program of the unit, then with the program; the program alone after a stop of the socket unit.
 */
function compareActivated({exe}: Pick<Block, 'exe'>, unit: Clean | null, seen: SeenOwner): Compared | null {
  const {main, manager, units, activates} = seen;
  const isOfUnit = unit !== null && units.some(each => isSameUnit(each, unit));
  if (manager === null) {
    return isOfUnit && unit.endsWith('.socket') && exe !== null && baseName(exe) === 'systemd' ? asExpected : null;
  }
  const isAccepted = exe !== null && exe === executableOf(manager);
  if (main === manager) return isOfUnit || isAccepted ? asExpected : null;
  if (!isAccepted) return null;
  const its = stableUnitOf(main);
  if (unit === null || (its !== null && isSameUnit(its, unit))) return asExpected;
  if (its === null || executableOf(main) === exe) return null;
  if (!activates.known) return notSeen('owner', activates.why);
  return activates.value.includes(its) ? asExpected : null;
}

function compareProcess(
  block: Pick<Block, 'exe' | 'script' | 'user'>,
  process: Process,
  {evidence}: SeenOwner,
): Compared {
  const {exe, script, user} = block;
  const {executable} = process;
  const seenUser = userOf(process);
  if (user !== null && seenUser !== null && user !== seenUser && user !== String(process.uid)) {
    return ownerDrift(block, describe(process, null));
  }
  if (exe !== null && executable.known && executable.value.path !== exe) {
    return ownerDrift(block, describe(process, scriptOf(evidence)));
  }
  if (exe !== null && !executable.known) return notSeen('executable', executable.why);
  if (script === null) return asExpected;
  if (!evidence.code.known) return notSeen('script', evidence.code.why);
  const seenScript = scriptOf(evidence);
  return seenScript === script ? asExpected : ownerDrift(block, describe(process, seenScript ?? trusted('no script')));
}

/**
 * Whether another holder is one of the same service: its program, its unit, its container, or a child of it. An
 * interpreter is the same program where it runs the same code.
 */
function belongsTo(other: Process, {main, evidence: own}: SeenOwner, evidence: Evidence): boolean {
  const its = executableOf(other);
  if (its === null || (its === executableOf(main) && !runsOtherCode(evidenceOf(evidence, other), own))) return true;
  const unit = stableUnitOf(other);
  const isSameManager = other.unitManager !== 'user' || other.uid === main.uid;
  if (unit !== null && unit === stableUnitOf(main) && isSameManager) return true;
  if (other.container !== null && other.container.id === main.container?.id) return true;
  const ancestors = evidence.processes.get(other)?.ancestors;
  return !ancestors?.known || ancestors.value.some(({pid}) => pid === main.pid);
}

const runsOtherCode = (a: ProcessEvidence, b: ProcessEvidence): boolean =>
  a.code.known && b.code.known && scriptOf(a) !== scriptOf(b);

const ownerDrift = (block: Pick<Block, 'exe' | 'script' | 'user'>, seen: Clean): Compared =>
  drifted('owner', describeExpected(block), seen);

/** `/usr/bin/python3.11 /srv/app/x.py of deploy`, as far as the block has it. */
export const describeExpected = ({exe, script, user}: Pick<Block, 'exe' | 'script' | 'user'>): Clean =>
  sanitize(
    [exe ?? (script === null && user !== null ? 'a process' : ''), script ?? '', user === null ? '' : `of ${user}`]
      .filter(Boolean)
      .join(' '),
  );

/** Without a pid: the words for a difference stay the same when the program starts again. */
function describe(process: Process, script: Clean | null): Clean {
  const user = userOf(process);
  const program = executableOf(process) ?? process.name ?? 'a process';
  return sanitize([program, script ?? '', user === null ? '' : `of ${user}`].filter(Boolean).join(' '));
}

import type {ListenerBlock} from '../../domain/baseline.ts';
import type {PackagedFile, ProcessEvidence} from '../../domain/evidence.ts';
import type {Known} from '../../domain/known.ts';
import type {Process} from '../../domain/socket.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import {asExpected, type Compared, drifted, joined, noted, notSeen} from './difference.ts';
import {executableOf, type SeenOwner, scriptOf} from './seen-owner.ts';

/**
 * Compares the program's package and bytes with the accepted ones. Other bytes are an upgrade where the package manager
 * vouches for them.
 */
export function compareBytes(block: ListenerBlock, seen: SeenOwner): Compared {
  const {evidence, main, manager} = seen;
  const moved = isForAnother(block, seen) ? asExpected : comparePackage(block, evidence.package);
  if (moved !== asExpected) return moved;
  const changed = [packageOf(evidence), evidence.package].flatMap(each => changedPackage(each) ?? [])[0];
  if (changed !== undefined) {
    return block.failed.some(id => id === 'owner-unchanged')
      ? asExpected
      : drifted('replaced', `the file of package ${changed}`, `other bytes than package ${changed} has`);
  }
  if (main === manager) return asExpected;
  const counted = compareCounted(block, seen);
  return counted.drift.length > 0 ? counted : joined(counted, compareProgram(block, seen));
}

/** The file that counts: the script, or else the executable. */
function compareCounted(block: ListenerBlock, {evidence, main}: SeenOwner): Compared {
  if (block.sha256 === null) return asExpected;
  const {digest} = evidence;
  if (digest.known && digest.value === block.sha256) {
    const {changedSinceStart} = evidence;
    if (!(changedSinceStart.known && changedSinceStart.value)) return asExpected;
    return {...asExpected, unverified: [trusted('bytes of the program: its script changed since it started')]};
  }
  // The bytes that were read are the ones of a script, and the block expects none.
  if (block.script === null && isScript(evidence)) {
    return {...asExpected, unverified: [trusted('bytes of the program: it runs a script')]};
  }
  const script = scriptOf(evidence);
  const path = (script?.startsWith('/') ? script : block.exe) ?? 'the program';
  const isOnDisk = isScript(evidence) || !isReplacedOnDisk(main, evidence);
  return compareDigest({path, expected: block.sha256, digest, package: packageOf(evidence), isOnDisk});
}

/** The executable that runs the script. */
function compareProgram({exe, exeSha256}: ListenerBlock, {evidence, main}: SeenOwner): Compared {
  if (exeSha256 === null || exe === null || !isScript(evidence)) return asExpected;
  const {exeDigest, package: own} = evidence;
  const isOnDisk = !isReplacedOnDisk(main, evidence);
  return compareDigest({path: exe, expected: exeSha256, digest: exeDigest, package: own, isOnDisk});
}

type File = {
  readonly path: string;
  readonly expected: Clean;
  readonly digest: Known<Clean>;
  readonly package: Known<PackagedFile | null>;
  /** Whether the file at the path is the one that runs: the package manager vouches for that one. */
  readonly isOnDisk: boolean;
};

function compareDigest({path, expected, digest, package: owner, isOnDisk}: File): Compared {
  if (!digest.known) return notSeen('bytes of the program', digest.why);
  if (digest.value === expected) return asExpected;
  const packaged = owner.known ? owner.value : null;
  if (packaged?.unchanged.known && !isOnDisk) {
    return {...asExpected, unverified: [trusted('bytes of the program: replaced on disk since it started')]};
  }
  if (packaged?.unchanged.known) return noted('upgraded', `by package ${packaged.name}`);
  const isVouchingPending = [owner, packaged?.unchanged].some(each => each && !each.known && each.why === 'pending');
  if (isVouchingPending) return {...asExpected, isPending: true};
  return drifted('replaced', `${path} with sha256 ${short(expected)}`, `sha256 ${short(digest.value)}`);
}

/** Whether the block or the socket has systemd in the place of the program of its unit, and the other one does not. */
const isForAnother = ({exe}: ListenerBlock, {main, manager}: SeenOwner): boolean =>
  manager !== null && (main === manager) !== (exe === executableOf(manager));

const isScript = ({code}: ProcessEvidence): boolean => code.known && code.value.kind === 'file';

/** Whether the package manager vouches for another file than the one that runs: the one that is at its path now. */
const isReplacedOnDisk = ({executable}: Process, {hostFile}: ProcessEvidence): boolean =>
  (executable.known && executable.value.state === 'replaced') || (hostFile.known && hostFile.value === 'other');

/** The package of the file that counts: the script, or else the executable. */
const packageOf = ({code, package: own}: ProcessEvidence): Known<PackagedFile | null> =>
  code.known && code.value.kind === 'file' ? code.value.package : own;

/** The name of a package of which a file has other bytes than it should. */
const changedPackage = (owner: Known<PackagedFile | null>): Clean | null =>
  owner.known && owner.value?.unchanged.known && !owner.value.unchanged.value ? owner.value.name : null;

function comparePackage({package: accepted}: ListenerBlock, seen: Known<PackagedFile | null>): Compared {
  if (accepted === null || !seen.known || seen.value?.name === accepted) return asExpected;
  return seen.value === null
    ? drifted('replaced', `a file of package ${accepted}`, 'a file of no package')
    : noted('upgraded', `from package ${accepted} to ${seen.value.name}`);
}

const short = (digest: string): string => `${digest.slice(0, 12)}…`;

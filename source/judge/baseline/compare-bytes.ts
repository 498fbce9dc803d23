import type {ListenerBlock} from '../../domain/baseline.ts';
import type {PackagedFile, ProcessEvidence} from '../../domain/evidence.ts';
import type {Known} from '../../domain/known.ts';
import type {Process} from '../../domain/socket.ts';
import {trusted} from '../../domain/text.ts';
import {asExpected, type Compared, drifted, noted, notSeen} from './difference.ts';
import {executableOf, type SeenOwner, scriptOf} from './seen-owner.ts';

/**
 * Compares the program's package and bytes with the accepted ones. Other bytes are an upgrade where the package manager
 * vouches for them.
 */
export function compareBytes(block: ListenerBlock, seen: SeenOwner): Compared {
  const {evidence, main, manager} = seen;
  const moved = isForAnother(block, seen) ? asExpected : comparePackage(block, evidence.package);
  if (moved !== asExpected) return moved;
  const {digest} = evidence;
  const owner = packageOf(evidence);
  const packaged = owner.known ? owner.value : null;
  if (packaged?.unchanged.known && !packaged.unchanged.value) {
    return block.failed.some(id => id === 'owner-unchanged')
      ? asExpected
      : drifted('replaced', `the file of package ${packaged.name}`, `other bytes than package ${packaged.name} has`);
  }
  if (block.sha256 === null || main === manager) return asExpected;
  if (digest.known && digest.value === block.sha256) {
    const {changedSinceStart} = evidence;
    if (!(changedSinceStart.known && changedSinceStart.value)) return asExpected;
    return {...asExpected, unverified: [trusted('bytes of the program: its script changed since it started')]};
  }
  // The bytes that were read are the ones of a script, and the block expects none.
  if (block.script === null && evidence.code.known && evidence.code.value.kind === 'file') {
    return {...asExpected, unverified: [trusted('bytes of the program: it runs a script')]};
  }
  if (!digest.known) return notSeen('bytes of the program', digest.why);
  if (packaged?.unchanged.known && isReplacedOnDisk(main, evidence)) {
    return {...asExpected, unverified: [trusted('bytes of the program: replaced on disk since it started')]};
  }
  if (packaged?.unchanged.known) return noted('upgraded', `by package ${packaged.name}`);
  const isVouchingPending = [owner, packaged?.unchanged].some(each => each && !each.known && each.why === 'pending');
  if (isVouchingPending) return {...asExpected, isPending: true};
  const script = scriptOf(evidence);
  const file = (script?.startsWith('/') ? script : block.exe) ?? 'the program';
  return drifted('replaced', `${file} with sha256 ${short(block.sha256)}`, `sha256 ${short(digest.value)}`);
}

/** Whether the block or the socket has systemd in the place of the program of its unit, and the other one does not. */
const isForAnother = ({exe}: ListenerBlock, {main, manager}: SeenOwner): boolean =>
  manager !== null && (main === manager) !== (exe === executableOf(manager));

/** Whether the package manager vouches for another file than the one that runs: the one that is at its path now. */
const isReplacedOnDisk = ({executable}: Process, {code, hostFile}: ProcessEvidence): boolean =>
  !(code.known && code.value.kind === 'file') &&
  ((executable.known && executable.value.state === 'replaced') || (hostFile.known && hostFile.value === 'other'));

/** The package of the file that counts: the script, or else the executable. */
const packageOf = ({code, package: own}: ProcessEvidence): Known<PackagedFile | null> =>
  code.known && code.value.kind === 'file' ? code.value.package : own;

function comparePackage({package: accepted}: ListenerBlock, seen: Known<PackagedFile | null>): Compared {
  if (accepted === null || !seen.known || seen.value?.name === accepted) return asExpected;
  return seen.value === null
    ? drifted('replaced', `a file of package ${accepted}`, 'a file of no package')
    : noted('upgraded', `from package ${accepted} to ${seen.value.name}`);
}

const short = (digest: string): string => `${digest.slice(0, 12)}…`;

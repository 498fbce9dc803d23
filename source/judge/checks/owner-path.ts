import type {HostEvidence, ProcessEvidence} from '../../domain/evidence.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import {baseName, processLabel} from '../../domain/program.ts';
import type {FileRights, Process} from '../../domain/socket.ts';
import {isServiceAccount} from '../program-kinds.ts';
import {rules} from '../rules/index.ts';
import {type CheckRecord, cannotTell, examineHolders, type Finding, fail, pass} from './check.ts';
import {permissions, placeOf} from './place.ts';

const id = 'owner-path';

/** The kernel's path of a file in memory begins with this. No list of mounts has its file system. */
const inMemory = '/memfd:';

const daemons = new Set(rules.flatMap(({expects}) => expects?.programs ?? []));

/**
 * Fails where somebody other than root and the process's own user could have put the executable there or changed it.
 */
export const ownerPath: CheckRecord = {
  id,
  fails:
    'the program lies where every user may write or where nobody looks (/tmp, /dev, /run, memory, an AppImage, a ' +
    'hidden directory, a path too long to name), can be changed by everybody or by the service account that runs it, ' +
    'or belongs to another user',
  leads: 'learn or suspect',
  examine: examined => {
    return examineHolders(id, examined, (process, evidence) => examinePath(process, evidence, examined.evidence.host));
  },
};

function examinePath(process: Process, {package: owner}: ProcessEvidence, host: HostEvidence): Finding {
  const {executable, container} = process;
  if (!executable.known)
    return cannotTell(id, `the path of ${processLabel(process)} ${whyUnknownWords[executable.why].long}`);
  const {path, file, state} = executable.value;
  if (state === 'unnameable') {
    return fail(
      id,
      'suspect',
      'path too long',
      `the path of ${processLabel(process)} is longer than the system can name`,
    );
  }
  if (state === 'deleted' && path.startsWith(inMemory)) {
    return fail(
      id,
      'suspect',
      'runs from memory',
      `${path} is a file in memory, which nobody installed (memfd_create(2))`,
    );
  }
  const place = placeOf(path, host.homes.known ? host.homes.value : []);
  if (place.kind === 'app-image') {
    return fail(
      id,
      'learn',
      'runs from an AppImage',
      `${path} lies where an AppImage mounts itself; the image was not examined`,
    );
  }
  if (place.kind === 'scratch') return inScratch(path, place.directory);
  if (place.kind === 'hidden' && !(owner.known && owner.value !== null)) {
    return fail(id, 'suspect', 'in a hidden directory', `${path} lies in "${place.component}", a hidden directory`);
  }
  if (!file.known) return cannotTell(id, `who may write ${path} ${whyUnknownWords[file.why].long}`);
  // In a container the file belongs to users of the container.
  return examineRights(process, path, file.value, container !== null, host);
}

const inScratch = (path: string, directory: string): Finding =>
  fail(id, 'suspect', `runs from ${directory}`, `${path} lies under ${directory}, where no program is installed`);

function examineRights(
  process: Process,
  path: string,
  file: FileRights,
  isContained: boolean,
  {subordinateUids}: HostEvidence,
): Finding {
  const {uid, writableByAll, mode} = file;
  if (writableByAll !== null) {
    return fail(id, 'suspect', 'anyone may change it', `${writableByAll} can be written by everybody`);
  }
  if (isContained) return pass(id, `${path}, ${permissions(file)}`);
  // In a user namespace a user's own programs run under the user's subordinate uids.
  const isOwn = uid === process.uid || isSubordinate(process.uid, uid, subordinateUids);
  if (daemons.has(baseName(path)) && uid !== 0 && !isOwn) {
    return fail(id, 'suspect', "another user's file", `${path} belongs to uid ${uid}, not to root or its own user`);
  }
  if (process.uid === 0 && uid !== 0) {
    return fail(id, 'learn', "root runs a user's file", `root runs ${path}, which uid ${uid} may change`);
  }
  if (uid === process.uid && isServiceAccount(uid) && (mode & 0o200) !== 0) {
    return fail(
      id,
      'learn',
      'may change itself',
      `${path} belongs to the service account that runs it, which may change it`,
    );
  }
  return pass(id, `${path}, ${permissions(file)}`);
}

const isSubordinate = (uid: number | null, of: number, ranges: HostEvidence['subordinateUids']): boolean =>
  uid !== null &&
  ranges.known &&
  ranges.value.some(range => range.uid === of && uid >= range.from && uid < range.from + range.count);

import {whyUnknownWords} from '../../domain/known.ts';
import {baseName} from '../../domain/program.ts';
import type {Executable, Process} from '../../domain/socket.ts';
import {rules} from '../rules/index.ts';
import {cannotTell, type Examine, examineHolders, type Finding, fail, pass} from './check.ts';

const id = 'owner-path';

/** Directories that every user may write to, where no program is installed. */
const scratchDirectories = ['/tmp', '/var/tmp', '/dev/shm', '/run/user'];

const daemons = new Set(rules.flatMap(({expects}) => expects?.programs ?? []));

/** Fails when somebody other than root and the process's own user could have put the executable there or changed it. */
export const ownerPath: Examine = facts => examineHolders(id, facts, examinePath);

function examinePath(process: Process): Finding {
  const {executable} = process;
  if (!executable.known)
    return cannotTell(id, `the path of process ${process.pid} ${whyUnknownWords[executable.why].long}`);
  const {path, file} = executable.value;
  const scratch = scratchDirectories.find(directory => path.startsWith(`${directory}/`));
  if (scratch)
    return fail(id, 'suspect', `runs from ${scratch}`, `${path} lies under ${scratch}, where every user may write`);
  if (!file.known) return cannotTell(id, `who may write ${path} ${whyUnknownWords[file.why].long}`);
  const {uid, writableByAll} = file.value;
  if (writableByAll !== null) {
    return fail(id, 'suspect', 'anyone may change it', `${writableByAll} can be written by everybody`);
  }
  if (daemons.has(baseName(path)) && uid !== 0 && uid !== process.uid) {
    return fail(id, 'suspect', "another user's file", `${path} belongs to uid ${uid}, not to root or its own user`);
  }
  return pass(id, `${path}, ${permissions(file.value)}`);
}

function permissions({uid, mode}: Extract<Executable['file'], {known: true}>['value']): string {
  return `owned by ${uid === 0 ? 'root' : `uid ${uid}`}, mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`;
}
